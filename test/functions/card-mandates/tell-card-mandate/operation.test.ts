import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../../../functions/card-mandates/tell-card-mandate/handler.ts';
import { toTimestamp } from '../../../../functions/kernel/time/clock.ts';
import { dynamoNotificationStore } from '../../../../functions/notifications/infrastructure/dynamo-notification-store.ts';
import { Temporal } from 'temporal-polyfill';
import { businessId } from '../../../../functions/kernel/ids/ids.ts';
import { deliver } from '../../../support/trigger.ts';
import type { MandateBench } from '../mandate-bench.ts';
import { startMandateBench } from '../mandate-bench.ts';

let bench: MandateBench;

beforeAll(async () => {
  bench = await startMandateBench();
});
afterAll(() => bench.platform.stop());

interface Happened {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Delivers an event twice. @returns the message that it ordered */
const told = async ({ type, data }: Happened) => {
  const { platform, tenant } = bench;
  const id = platform.ids.next('evt', tenant);
  const detail = {
    ...{ id, type, tenantId: tenant.tenantId, sequence: 1, createdAt: toTimestamp(platform.clock.now()), data },
    resource: { type: 'card_mandate', id: String(data['mandateId']) },
  };
  expect(await deliver(wire(platform), { detail })).toBe(true);
  expect(await deliver(wire(platform), { detail })).toBe(true);
  const named = { key: `card_mandate:${id}`, at: Temporal.Instant.fromEpochMilliseconds(0) };
  const notifications = dynamoNotificationStore(platform.table);
  return notifications.find(tenant, businessId('ntf', named, tenant));
};

describe('tellCardMandate', () => {
  it('tells of a registration and of its end, on the channel that the customer chose', async () => {
    const { mandateId } = await bench.registered({ channel: 'email' });
    const { customerId } = await bench.stored(mandateId);
    const registered = await told({ type: 'card_mandate.registered', data: { mandateId } });
    expect(registered).toMatchObject({
      ...{ customerId, channel: 'email', template: 'mandate_registered' },
      facts: { merchantName: 'Streamer', reference: mandateId },
    });
    expect(await told({ type: 'card_mandate.withdrawn', data: { mandateId } })).toMatchObject({
      template: 'mandate_ended',
    });
  });

  it('rule 10 tells of every debit with what was taken, or why it was not', async () => {
    const { mandateId, debitId } = await bench.announced(await bench.registered(), 5_00);
    const debited = await told({ type: 'card_mandate_debit.debited', data: { mandateId, debitId } });
    expect(debited).toMatchObject({
      template: 'post_debit',
      facts: { amount: { minor: 5_00n, currency: 'INR' }, reference: debitId, reason: 'subscription' },
    });
    const data = { mandateId, debitId, reason: 'insufficient_funds' };
    expect(await told({ type: 'card_mandate_debit.declined', data })).toMatchObject({
      template: 'post_debit_failed',
      facts: { reason: 'insufficient_funds' },
    });
  });

  it('says nothing of a debit that was never announced, nor of a mandate that is not here', async () => {
    const { mandateId } = await bench.registered();
    const unknown = bench.platform.ids.next('cmd', bench.tenant);
    const reason = 'mandate_not_notified';
    expect(await told({ type: 'card_mandate_debit.declined', data: { mandateId, reason } })).toBeUndefined();
    expect(await told({ type: 'card_mandate.registered', data: { mandateId: unknown } })).toBeUndefined();
  });
});
