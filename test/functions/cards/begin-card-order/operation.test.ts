import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beginCardOrder } from '../../../../functions/cards/begin-card-order/declaration.ts';
import { wire } from '../../../../functions/cards/begin-card-order/handler.ts';
import { deliver } from '../../../support/trigger.ts';
import { eventOf } from '../../issuance/given-issuances.ts';
import type { CardWorld } from '../given-cards.ts';
import { startCardWorld } from '../given-cards.ts';

let world: CardWorld;

beforeAll(async () => {
  world = await startCardWorld();
});
afterAll(() => world.stop());

const event = (type: string, orderId: string, data: Readonly<Record<string, unknown>>) => {
  const made = eventOf(world, type, { type: 'card_order', id: orderId });
  return { ...made, detail: { ...made.detail, data } };
};

describe('beginCardOrder', () => {
  it.each(beginCardOrder.eventTypes ?? [])(
    'I13 starts the workflow under the order’s id, with ids alone: %s',
    async (type) => {
      const orderId = world.platform.ids.next('ord', world.tenant);
      const requested = event(type, orderId, { cardId: 'crd_1', customerId: 'cus_1', status: 'requested' });
      expect(await deliver(wire(world.platform), requested)).toBe(true);
      expect(await deliver(wire(world.platform), requested)).toBe(true);
      const started = world.platform.sent.started.filter(({ name }) => name === orderId);
      expect(started[0]).toEqual({
        workflow: 'physical-card-order',
        name: orderId,
        input: { tenantId: world.tenant.tenantId, cardId: 'crd_1', orderId },
      });
      expect(new Set(started.map(({ name }) => name)).size).toBe(1);
    },
  );

  it('does not take an event that names no card', async () => {
    const orderId = world.platform.ids.next('ord', world.tenant);
    expect(await deliver(wire(world.platform), event('card.requested', orderId, {}))).toBe(false);
    expect(world.platform.sent.started.filter(({ name }) => name === orderId)).toEqual([]);
  });
});
