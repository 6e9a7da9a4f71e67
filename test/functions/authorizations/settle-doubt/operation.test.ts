import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../../../functions/authorizations/settle-doubt/handler.ts';
import { recordItem } from '../../../../functions/kernel/events/record-item.ts';
import { tenantKey } from '../../../../functions/kernel/persistence/keys.ts';
import { tenantWithProgram } from '../../../support/stored-customer.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { deliver } from '../../../support/trigger.ts';
import type { CardWorld } from '../card-bench.ts';
import { cardWorld, issuer, moneyOf, nameOf } from '../card-bench.ts';

let platform: TestPlatform;
let network: ReturnType<typeof issuer>;

beforeAll(async () => {
  platform = await startTestPlatform();
  network = issuer(platform);
});
afterAll(() => platform.stop());

const given = async () => cardWorld(platform, await tenantWithProgram(platform));

/** The doubt about a message, as the queue carries it. */
const doubtOf = ({ tenant, cardId, balanceId }: CardWorld, message: unknown) => ({
  tenantId: tenant.tenantId,
  cardId,
  balanceId,
  raw: Buffer.from(JSON.stringify(message)).toString('base64'),
});

const settle = (world: CardWorld, message: unknown) => deliver(wire(platform), doubtOf(world, message));

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
    const { sent } = await network.request(world, 40_00);
    expect(await settle(world, sent)).toBe(true);
    expect(await settle(world, sent)).toBe(true);
    expect(await moneyOf(platform, world)).toEqual({ available: 100_00n, held: 0n });
    expect(await typesOf(world)).toEqual(['authorization.approved', 'authorization.reversed']);
  });

  it('I19 where nothing was written the decline is recorded, and the late decision is refused', async () => {
    const world = await given();
    const message = network.messageFor(world, 40_00);
    expect(await settle(world, message)).toBe(true);
    const late = await network.post(JSON.stringify(message));
    expect(late.body).toMatchObject({ decision: 'declined', actionCode: '9012', responseCode: '91' });
    expect(await moneyOf(platform, world)).toEqual({ available: 100_00n, held: 0n });
    expect(await settle(world, message)).toBe(true);
    expect(await typesOf(world)).toEqual(['authorization.declined']);
  });

  it('I5 decision and doubt at once: either both say declined, or the approval is reversed', async () => {
    const world = await given();
    const message = network.messageFor(world, 40_00);
    await Promise.all([settle(world, message), network.post(JSON.stringify(message))]);
    await settle(world, message);
    expect(await moneyOf(platform, world)).toEqual({ available: 100_00n, held: 0n });
  });

  it('a single message that nobody heard of is given back', async () => {
    const world = await given();
    const { sent } = await network.request(world, 40_00, { type: 'financial' });
    await settle(world, sent);
    expect(await moneyOf(platform, world)).toEqual({ available: 100_00n, held: 0n });
  });

  it('a decline that was written is left as it is', async () => {
    const world = await given();
    const { sent } = await network.request(world, 400_00);
    await settle(world, sent);
    expect(await typesOf(world)).toEqual(['authorization.declined']);
  });

  it('of an increment only what it raised is taken back', async () => {
    const world = await given();
    const first = await network.request(world, 40_00);
    const more = await network.request(world, 30_00, { type: 'increment', original: first.sent.message });
    await settle(world, more.sent);
    await settle(world, more.sent);
    expect(await moneyOf(platform, world)).toEqual({ available: 60_00n, held: 40_00n });
  });

  it('an increment that was not written is declined under its authorization, and late it is refused', async () => {
    const world = await given();
    const first = await network.request(world, 40_00);
    const message = network.messageFor(world, 30_00, { type: 'increment', original: first.sent.message });
    await settle(world, message);
    const late = await network.post(JSON.stringify(message));
    expect(late.body).toMatchObject({ decision: 'declined', authorizationId: first.authorizationId });
    expect(await moneyOf(platform, world)).toEqual({ available: 60_00n, held: 40_00n });
    expect(await typesOf(world)).toEqual(['authorization.approved', 'authorization.increment_declined']);
  });

  it('boundary case 23: a reversal came before the request whose outcome is in doubt', async () => {
    const world = await given();
    const message = network.messageFor(world, 40_00);
    await network.tell(world, { kind: 'reversal', original: nameOf(platform, message) });
    expect(await settle(world, message)).toBe(true);
    const late = await network.post(JSON.stringify(message));
    expect(late.body).toMatchObject({ decision: 'declined', responseCode: '91' });
    expect(await settle(world, message)).toBe(true);
    expect(await moneyOf(platform, world)).toEqual({ available: 100_00n, held: 0n });
  });

  it('a balance inquiry leaves nothing to settle', async () => {
    const world = await given();
    expect(await settle(world, network.messageFor(world, 0, { type: 'balance_inquiry' }))).toBe(true);
    expect(await typesOf(world)).toEqual([]);
  });

  it.each([{}, { tenantId: 'ten_1', cardId: 'crd_1', balanceId: 'bal_1', raw: '***' }])(
    'a message that is no doubt is not taken: %j',
    async (message) => {
      expect(await deliver(wire(platform), message)).toBe(false);
    },
  );
});
