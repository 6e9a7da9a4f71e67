import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../../../functions/authorizations/settle-doubt/handler.ts';
import { recordItem } from '../../../../functions/kernel/events/record-item.ts';
import { tenantKey } from '../../../../functions/kernel/persistence/keys.ts';
import { tenantWithProgram } from '../../../support/stored-customer.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { deliver } from '../../../support/trigger.ts';
import type { CardWorld } from '../card-bench.ts';
import { cardWorld, inr, issuer, moneyOf, nameOf } from '../card-bench.ts';

let platform: TestPlatform;
let network: ReturnType<typeof issuer>;

beforeAll(async () => {
  platform = await startTestPlatform();
  network = issuer(platform);
});
afterAll(() => platform.stop());

const given = async () => cardWorld(platform, await tenantWithProgram(platform));

interface Unheard {
  readonly sent: unknown;
  /** Of the request that was answered late. */
  readonly requestId: string;
}

/** The doubt about a message, as the queue carries it. */
const doubtOf = ({ tenant, cardId, balanceId }: CardWorld, { sent: message, requestId }: Unheard) => ({
  tenantId: tenant.tenantId,
  cardId,
  balanceId,
  requestId,
  raw: Buffer.from(JSON.stringify(message)).toString('base64'),
});

const settle = (world: CardWorld, unheard: Unheard) => deliver(wire(platform), doubtOf(world, unheard));

/** A request of which nobody knows whether it was decided. */
const lost = (sent: unknown): Unheard => ({ sent, requestId: randomUUID() });

const typesOf = async ({ tenant, balanceId }: CardWorld) => {
  const { items } = await platform.table.query({ pk: tenantKey(tenant, 'BALANCE', balanceId), limit: 100 });
  return items
    .filter(({ item }) => item === 'record')
    .map((item) => recordItem.decode(item).type)
    .toSorted();
};

describe('settleDoubt', () => {
  it('I19 an approval that nobody heard of is reversed, once', async () => {
    const world = await given();
    const unheard = await network.request(world, 40_00);
    expect(await settle(world, unheard)).toBe(true);
    expect(await settle(world, unheard)).toBe(true);
    expect(await moneyOf(platform, world)).toEqual({ available: 100_00n, held: 0n });
    expect(await typesOf(world)).toEqual(['authorization.approved', 'authorization.reversed']);
  });

  it('I19 where nothing was written the decline is recorded, and the late decision is refused', async () => {
    const world = await given();
    const message = network.messageFor(world, 40_00);
    expect(await settle(world, lost(message))).toBe(true);
    const late = await network.post(JSON.stringify(message));
    expect(late.body).toMatchObject({ decision: 'declined', actionCode: '9012', responseCode: '91' });
    expect(await moneyOf(platform, world)).toEqual({ available: 100_00n, held: 0n });
    expect(await settle(world, lost(message))).toBe(true);
    expect(await typesOf(world)).toEqual(['authorization.declined']);
  });

  it('I5 decision and doubt at once: either both say declined, or the approval is reversed', async () => {
    const world = await given();
    const message = network.messageFor(world, 40_00);
    const unheard = lost(message);
    await Promise.all([settle(world, unheard), network.post(JSON.stringify(message), {}, unheard.requestId)]);
    await settle(world, unheard);
    expect(await moneyOf(platform, world)).toEqual({ available: 100_00n, held: 0n });
  });

  it('I5 I19 what the message’s repeat told the network stays, whoever settles the first doubt when', async () => {
    const world = await given();
    const first = await network.request(world, 40_00);
    expect((await network.post(JSON.stringify(first.sent))).body.decision).toBe('approved');
    expect(await settle(world, first)).toBe(true);
    expect(await moneyOf(platform, world)).toEqual({ available: 60_00n, held: 40_00n });
    expect(await typesOf(world)).toEqual(['authorization.approved']);
  });

  it('I5 I19 a repeat of what was taken back hears "declined, try again", as often as it comes', async () => {
    const world = await given();
    const first = await network.request(world, 40_00);
    await settle(world, first);
    for (const again of [first.sent, first.sent]) {
      const { body } = await network.post(JSON.stringify(again));
      const { authorizationId, decisionId } = first;
      expect(body).toEqual({
        ...{ authorizationId, decisionId, decision: 'declined' },
        ...{ actionCode: '9012', responseCode: '91', approvedAmount: 0 },
      });
    }
    expect(await moneyOf(platform, world)).toEqual({ available: 100_00n, held: 0n });
  });

  it('I19 another request’s doubt takes nothing back that was answered in time', async () => {
    const world = await given();
    const { sent } = await network.request(world, 40_00);
    await settle(world, lost(sent));
    expect(await moneyOf(platform, world)).toEqual({ available: 60_00n, held: 40_00n });
  });

  it.each(['before', 'after'])(
    'I19 the network stood in %s the doubt is settled: what it says is held',
    async (when) => {
      const world = await given();
      const first = await network.request(world, 40_00);
      const original = nameOf(platform, first.sent);
      const standIn = () => network.tell(world, { kind: 'advice', original, amount: inr(40_00), standIn: true });
      if (when === 'before') await standIn();
      await settle(world, first);
      if (when === 'after') await standIn();
      await settle(world, first);
      expect(await moneyOf(platform, world)).toEqual({ available: 60_00n, held: 40_00n });
    },
  );

  it('a single message that nobody heard of is given back', async () => {
    const world = await given();
    await settle(world, await network.request(world, 40_00, { type: 'financial' }));
    expect(await moneyOf(platform, world)).toEqual({ available: 100_00n, held: 0n });
  });

  it('a decline that was written is left as it is', async () => {
    const world = await given();
    await settle(world, await network.request(world, 400_00));
    expect(await typesOf(world)).toEqual(['authorization.declined']);
  });

  it('of an increment only what it raised is taken back', async () => {
    const world = await given();
    const first = await network.request(world, 40_00);
    const more = await network.request(world, 30_00, { type: 'increment', original: first.sent.message });
    await settle(world, more);
    await settle(world, more);
    expect(await moneyOf(platform, world)).toEqual({ available: 60_00n, held: 40_00n });
  });

  it('an increment that was not written is declined under its authorization, and late it is refused', async () => {
    const world = await given();
    const first = await network.request(world, 40_00);
    const message = network.messageFor(world, 30_00, { type: 'increment', original: first.sent.message });
    await settle(world, lost(message));
    const late = await network.post(JSON.stringify(message));
    expect(late.body).toMatchObject({ decision: 'declined', authorizationId: first.authorizationId });
    expect(await moneyOf(platform, world)).toEqual({ available: 60_00n, held: 40_00n });
    expect(await typesOf(world)).toEqual(['authorization.approved', 'authorization.increment_declined']);
  });

  it('boundary case 23: a reversal came before the request whose outcome is in doubt', async () => {
    const world = await given();
    const message = network.messageFor(world, 40_00);
    await network.tell(world, { kind: 'reversal', original: nameOf(platform, message) });
    expect(await settle(world, lost(message))).toBe(true);
    const late = await network.post(JSON.stringify(message));
    expect(late.body).toMatchObject({ decision: 'declined', responseCode: '91' });
    expect(await settle(world, lost(message))).toBe(true);
    expect(await moneyOf(platform, world)).toEqual({ available: 100_00n, held: 0n });
  });

  it('a balance inquiry leaves nothing to settle', async () => {
    const world = await given();
    expect(await settle(world, lost(network.messageFor(world, 0, { type: 'balance_inquiry' })))).toBe(true);
    expect(await typesOf(world)).toEqual([]);
  });

  it.each([{}, { tenantId: 'ten_1', cardId: 'crd_1', balanceId: 'bal_1', raw: '***' }])(
    'a message that is no doubt is not taken: %j',
    async (message) => {
      expect(await deliver(wire(platform), message)).toBe(false);
    },
  );
});
