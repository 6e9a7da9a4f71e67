import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire as wireDoubt } from '../../../functions/authorizations/settle-doubt/handler.ts';
import type { CardWorld } from '../authorizations/card-bench.ts';
import { moneyOf, nameOf } from '../authorizations/card-bench.ts';
import { deliver } from '../../support/trigger.ts';
import type { MandateBench } from './mandate-bench.ts';
import { startMandateBench } from './mandate-bench.ts';

let bench: MandateBench;

beforeAll(async () => {
  bench = await startMandateBench();
});
afterAll(() => bench.platform.stop());

interface Unheard {
  readonly sent: unknown;
  readonly requestId: string;
}

/** The network heard "declined, try again" on that request; the queue finds out what became of it, twice. */
const settle = async ({ tenant, cardId, balanceId }: CardWorld, { sent, requestId }: Unheard) => {
  const raw = Buffer.from(JSON.stringify(sent)).toString('base64');
  const doubt = { tenantId: tenant.tenantId, cardId, balanceId, requestId, raw };
  for (const time of [doubt, doubt]) expect(await deliver(wireDoubt(bench.platform), time)).toBe(true);
};

const typesOf = async (mandate: Parameters<MandateBench['recordsOfMandate']>[0]) =>
  (await bench.recordsOfMandate(mandate)).map(({ type }) => type);

const debitOf = async ({ mandateId, debitId }: { readonly mandateId: string; readonly debitId: string }) =>
  (await bench.stored(mandateId)).debits.find((debit) => debit.debitId === debitId);

describe('A debit under a mandate that was approved, and of which the payee heard "declined"', () => {
  const monthly = { frequency: 'monthly' };

  it('I19 rule 32 frees its cycle with the reversal, once, and may come again until its notice lapses', async () => {
    const mandate = await bench.registered(monthly);
    const before = await moneyOf(bench.platform, mandate.world);
    const debit = await bench.eligible(mandate, 499_00);
    const late = await bench.debit(debit, 499_00);
    await settle(mandate.world, late);
    expect(await moneyOf(bench.platform, mandate.world)).toEqual(before);
    expect(await bench.stored(mandate.mandateId)).toMatchObject({ usedCycles: [] });
    const open = await debitOf(debit);
    expect(open).toMatchObject({ status: 'notified', declined: 'out_of_time' });
    expect(open).not.toHaveProperty('authorizationId');
    expect((await typesOf(mandate)).filter((type) => type === 'card_mandate_debit.taken_back')).toHaveLength(1);
    const again = await bench.debit(debit, 499_00);
    expect(again).toMatchObject({ decision: 'approved', debitId: debit.debitId });
    // The first doubt comes once more: what was approved since is not its own.
    await settle(mandate.world, late);
    expect(await debitOf(debit)).toMatchObject({ status: 'debited', authorizationId: again.authorizationId });
    expect((await bench.stored(mandate.mandateId)).usedCycles).toHaveLength(1);
    expect(await moneyOf(bench.platform, mandate.world)).toMatchObject({ held: before.held + 499_00n });
  });

  it('I3 stays as it is once a repeat told the payee', async () => {
    const mandate = await bench.registered(monthly);
    const debit = await bench.eligible(mandate, 499_00);
    const late = await bench.debit(debit, 499_00);
    await bench.network.post(JSON.stringify(late.sent));
    await settle(mandate.world, late);
    expect(await debitOf(debit)).toMatchObject({ status: 'debited', authorizationId: late.authorizationId });
    expect((await bench.stored(mandate.mandateId)).usedCycles).toHaveLength(1);
  });

  it('is given back as a single message too', async () => {
    const mandate = await bench.registered(monthly);
    const before = await moneyOf(bench.platform, mandate.world);
    const debit = await bench.eligible(mandate, 499_00);
    await settle(mandate.world, await bench.debit(debit, 499_00, { type: 'financial' }));
    expect(await moneyOf(bench.platform, mandate.world)).toEqual(before);
    expect(await debitOf(debit)).toMatchObject({ status: 'notified' });
    expect(await bench.stored(mandate.mandateId)).toMatchObject({ usedCycles: [] });
  });

  it('rule 10 its holder is told that it was not made, and no more that it was', async () => {
    const mandate = await bench.registered(monthly);
    const debit = await bench.eligible(mandate, 499_00);
    const late = await bench.debit(debit, 499_00);
    const { mandateId, debitId } = debit;
    const { authorizationId } = late;
    await settle(mandate.world, late);
    const made = { type: 'card_mandate_debit.debited', data: { mandateId, debitId, authorizationId } };
    expect(await bench.told(made)).toBeUndefined();
    const data = { mandateId, debitId, authorizationId };
    expect(await bench.told({ type: 'card_mandate_debit.taken_back', data })).toMatchObject({
      template: 'post_debit_failed',
      facts: { reference: debitId, reason: 'subscription' },
    });
  });

  it('rule 116 that was presented all the same was taken: its cycle stays used', async () => {
    const mandate = await bench.registered(monthly);
    const debit = await bench.eligible(mandate, 499_00);
    const late = await bench.debit(debit, 499_00);
    const original = nameOf(bench.platform, late.sent);
    await bench.network.tell(mandate.world, {
      ...{ kind: 'clearing', original, final: true },
      amount: { minor: 499_00n, currency: 'INR' },
    });
    await settle(mandate.world, late);
    expect(await debitOf(debit)).toMatchObject({ status: 'debited' });
    expect((await bench.stored(mandate.mandateId)).usedCycles).toHaveLength(1);
  });

  it('rule 6 is off when its mandate was withdrawn meanwhile', async () => {
    const mandate = await bench.registered(monthly);
    const debit = await bench.eligible(mandate, 499_00);
    const late = await bench.debit(debit, 499_00);
    expect((await bench.withdraw(mandate)).status).toBe(200);
    await settle(mandate.world, late);
    expect(await debitOf(debit)).toMatchObject({ status: 'cancelled' });
  });

  it('rule 12 that needed no notice is over, and the next one may come', async () => {
    const transit = { name: 'Metro', mcc: '4111', country: 'IN' };
    const world = await bench.world({ available: 2_00_000_00n, channels: ['ecom', 'pos'] });
    const { mandateId = '', reference } = await bench.register(
      world,
      { ...monthly, exemption: 'NCMC_AUTOLOAD' },
      { merchant: transit },
    );
    const mandate = { world, mandateId, reference };
    const late = await bench.debit(mandate, 200_00, { merchant: transit });
    expect(late.decision).toBe('approved');
    await settle(world, late);
    expect(await debitOf({ mandateId, debitId: late.debitId ?? '' })).toMatchObject({ status: 'cancelled' });
    expect(await bench.debit(mandate, 200_00, { merchant: transit })).toMatchObject({ decision: 'approved' });
  });

  it('that the network itself reversed stays made: its payee had heard of it', async () => {
    const mandate = await bench.registered(monthly);
    const debit = await bench.eligible(mandate, 499_00);
    const { sent } = await bench.debit(debit, 499_00);
    await bench.network.tell(mandate.world, { kind: 'reversal', original: nameOf(bench.platform, sent) });
    expect(await debitOf(debit)).toMatchObject({ status: 'debited' });
    expect((await bench.stored(mandate.mandateId)).usedCycles).toHaveLength(1);
  });
});

describe('A registration that was approved, and of which the payee heard "declined"', () => {
  const given = async () => {
    const world = await bench.world({ available: 2_00_000_00n, channels: ['ecom', 'pos'] });
    const late = await bench.register(world);
    if (late.mandateId === undefined) throw new Error('nothing was registered');
    return { world, late, mandateId: late.mandateId, reference: late.reference };
  };

  it('I19 is no mandate: it is in no list, is not withdrawn, and takes neither announcements nor debits', async () => {
    const { world, late, mandateId, reference } = await given();
    const holder = await bench.holderOf(mandateId);
    await settle(world, late);
    expect(await typesOf({ world, reference })).toEqual(['card_mandate.registered', 'card_mandate.taken_back']);
    expect(await bench.stored(mandateId)).toMatchObject({ status: 'not_registered' });
    expect((await bench.withdraw({ mandateId }, { as: holder })).status).toBe(404);
    const announced = await bench.announce({ world, reference, mandateId }, 499_00);
    expect(announced.body).toMatchObject({ decision: 'declined', reason: 'mandate_unknown' });
    expect(await bench.debit({ world, reference, mandateId }, 499_00)).toMatchObject({ decision: 'declined' });
    const lists = await Promise.all([
      bench.mandates.listOfChain(world.tenant, world.externalId, { limit: 10, cursor: undefined }),
      bench.mandates.listOfCustomer(world.tenant, holder.customer, { limit: 10, cursor: undefined }),
    ]);
    expect(lists.map(({ data }) => data)).toEqual([[], []]);
  });

  it('may be registered again under the same name, and then carries debits', async () => {
    const { world, late, mandateId, reference } = await given();
    await settle(world, late);
    const again = await bench.register(world, { reference });
    expect(again.decision).toBe('approved');
    expect(again.mandateId).not.toBe(mandateId);
    // The first doubt comes once more.
    await settle(world, late);
    const mandate = { world, reference, mandateId: again.mandateId ?? '' };
    const debit = await bench.eligible(mandate, 499_00);
    expect(await bench.debit(debit, 499_00)).toMatchObject({ decision: 'approved' });
    expect(await typesOf(mandate)).toEqual([
      ...['card_mandate.registered', 'card_mandate.taken_back', 'card_mandate.registered'],
      ...['card_mandate_debit.announced', 'card_mandate_debit.notified', 'card_mandate_debit.debited'],
    ]);
  });

  it('is not told to its holder any more; who was told hears that it ended', async () => {
    const { world, late, mandateId } = await given();
    await settle(world, late);
    expect(await bench.told({ type: 'card_mandate.registered', data: { mandateId } })).toBeUndefined();
    const corrected = await bench.told({ type: 'card_mandate.taken_back', data: { mandateId } });
    expect(corrected).toMatchObject({ template: 'mandate_ended', facts: { reference: mandateId } });
  });

  it('I3 stays once a repeat told the payee', async () => {
    const { world, late, mandateId } = await given();
    const { body } = await bench.network.post(JSON.stringify(late.sent), {}, randomUUID());
    expect(body).toMatchObject({ decision: 'approved', mandateId });
    await settle(world, late);
    expect(await bench.stored(mandateId)).toMatchObject({ status: 'active' });
  });
});
