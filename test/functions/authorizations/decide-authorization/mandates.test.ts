import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spendCardWrites } from '../../../../functions/balances/infrastructure/dynamo-spend-cards.ts';
import type { SpendCard } from '../../../../functions/balances/domain/spend-card.ts';
import { toTimestamp } from '../../../../functions/kernel/time/clock.ts';
import type { MandateBench } from '../../card-mandates/mandate-bench.ts';
import { startMandateBench } from '../../card-mandates/mandate-bench.ts';
import type { CardWorld } from '../card-bench.ts';
import { addCard, moneyOf } from '../card-bench.ts';

let bench: MandateBench;

beforeAll(async () => {
  bench = await startMandateBench();
});
afterAll(() => bench.platform.stop());

const change = async ({ tenant, balanceId, cardId }: CardWorld, to: Partial<SpendCard>): Promise<void> => {
  const { write } = spendCardWrites.change(tenant, balanceId, { cardId, ...to });
  await bench.platform.table.transact([write], randomUUID());
};

const types = async (mandate: Parameters<MandateBench['recordsOfMandate']>[0]) =>
  (await bench.recordsOfMandate(mandate)).map(({ type }) => type);

describe('A debit under a mandate', () => {
  it('boundary case 22: online switched off after registration, it is not declined for the toggle', async () => {
    const mandate = await bench.registered();
    await change(mandate.world, { channels: [] });
    const debit = await bench.eligible(mandate, 499_00);
    const answer = await bench.debit(debit, 499_00);
    expect(answer).toMatchObject({ decision: 'approved', approvedAmount: 499_00, debitId: debit.debitId });
    const plain = await bench.network.request(mandate.world, 499_00, { channel: 'ecom' });
    expect(plain).toMatchObject({ decision: 'declined', responseCode: '57' });
    expect((await moneyOf(bench.platform, mandate.world)).held).toBe(1_00n + 499_00n);
    expect(await types(mandate)).toEqual([
      'card_mandate.registered',
      'card_mandate_debit.announced',
      'card_mandate_debit.notified',
      'card_mandate_debit.debited',
    ]);
  });

  it('rule 17 limits and merchant lists of the card do not bind it, and it does not use them up', async () => {
    const mandate = await bench.registered();
    const rules = {
      version: 1,
      limits: [{ per: 'day', max: 10_00n }],
      mcc: { block: ['5815'] },
      timeZone: 'Asia/Kolkata',
    };
    await change(mandate.world, { rules: rules as NonNullable<SpendCard['rules']> });
    const debit = await bench.eligible(mandate, 499_00);
    expect((await bench.debit(debit, 499_00)).decision).toBe('approved');
    const merchant = { name: 'Chai Point', mcc: '5814', country: 'IN' };
    expect((await bench.network.request(mandate.world, 9_00, { channel: 'ecom', merchant })).decision).toBe('approved');
    expect((await bench.network.request(mandate.world, 9_00, { channel: 'ecom', merchant })).decision).toBe('declined');
  });

  it.each([
    ['a lock', { status: 'locked', lock: 3 }, '62'],
    ['a closed card', { status: 'closed' }, '46'],
    ['an expired card', { status: 'expired' }, '54'],
  ] as const)('rule 17 %s binds it all the same', async (...[, to, responseCode]) => {
    const mandate = await bench.registered();
    const debit = await bench.eligible(mandate, 499_00);
    await change(mandate.world, to);
    expect(await bench.debit(debit, 499_00)).toMatchObject({ decision: 'declined', responseCode });
  });

  it('rule 17 the balance and its currency bind it all the same', async () => {
    const mandate = await bench.registered({}, { available: 10_00n });
    const debit = await bench.eligible(mandate, 9_01);
    expect(await bench.debit(debit, 9_01)).toMatchObject({ decision: 'declined', responseCode: '51' });
    const amount = { amount: 9_00, currency: 'USD' };
    expect(await bench.debit(debit, 9_00, { amount })).toMatchObject({ decision: 'declined', responseCode: '13' });
  });

  it('a mark in the message alone passes nothing: no such mandate, and another balance’s mandate', async () => {
    const mandate = await bench.registered();
    const other = await bench.world({ channels: [] });
    const forged = await bench.debit({ ...mandate, reference: 'nmd_forged' }, 5_00);
    const stolen = await bench.debit({ ...mandate, world: other }, 5_00);
    expect([forged.decision, stolen.decision]).toEqual(['declined', 'declined']);
  });

  it('another card on the same balance does not have the mandate', async () => {
    const mandate = await bench.registered();
    const debit = await bench.eligible(mandate, 5_00);
    const beside = await addCard(bench.platform, mandate.world, { channels: ['ecom'] });
    expect((await bench.debit({ ...debit, world: beside }, 5_00)).decision).toBe('declined');
  });

  it('boundary case 1 and 2: 15,000.00 passes, 15,000.01 asks for authentication', async () => {
    const mandate = await bench.registered();
    const at = await bench.eligible(mandate, 15_000_00);
    expect((await bench.debit(at, 15_000_00)).decision).toBe('approved');
    const above = await bench.eligible(mandate, 15_000_01);
    expect(await bench.debit(above, 15_000_01)).toMatchObject({ decision: 'declined', responseCode: '65' });
  });

  it('boundary case 3: insurance passes up to 1,00,000.00', async () => {
    const most = { maxAmount: { amount: 2_00_000_00, currency: 'INR' }, category: 'insurance' };
    const mandate = await bench.registered(most, { available: 9_00_000_00n });
    const at = await bench.eligible(mandate, 1_00_000_00);
    expect((await bench.debit(at, 1_00_000_00)).decision).toBe('approved');
    const above = await bench.eligible(mandate, 1_00_000_01);
    expect(await bench.debit(above, 1_00_000_01)).toMatchObject({ decision: 'declined', responseCode: '65' });
  });

  it('boundary case 6: T + 23:59:59 is refused, T + 24:00:00 is not; the provider’s own waits are not ours', async () => {
    const mandate = await bench.registered();
    const debit = await bench.announced(mandate, 5_00);
    await bench.hear(debit.debitId);
    bench.platform.clock.advance({ hours: 23, minutes: 59, seconds: 59 });
    expect((await bench.debit(debit, 5_00)).decision).toBe('declined');
    bench.platform.clock.advance({ seconds: 1 });
    expect((await bench.debit(debit, 5_00)).decision).toBe('approved');
  });

  it('boundary case 8: an amount that was not announced is refused', async () => {
    const debit = await bench.eligible(await bench.registered(), 499_00);
    expect((await bench.debit(debit, 500_00)).decision).toBe('declined');
    expect((await bench.debit(debit, 499_00)).decision).toBe('approved');
  });

  it('rule 8 without a receipt nothing passes, however long ago it was sent', async () => {
    const debit = await bench.announced(await bench.registered(), 5_00);
    bench.platform.clock.advance({ hours: 48 });
    expect((await bench.debit(debit, 5_00)).decision).toBe('declined');
  });

  it('rule 42 a notice lapses three days after its debit was due', async () => {
    const debit = await bench.eligible(await bench.registered(), 5_00);
    bench.platform.clock.advance({ hours: 1 + 72 });
    expect((await bench.debit(debit, 5_00)).decision).toBe('declined');
  });

  it('boundary case 16: a plain top-up waits for its notice, a transit balance does not', async () => {
    const plain = await bench.registered();
    expect((await bench.debit(plain, 100_00)).decision).toBe('declined');
    for (const exemption of ['NCMC_AUTOLOAD', 'FASTAG_AUTOLOAD']) {
      const transit = await bench.registered({ exemption });
      expect(await bench.debit(transit, 100_00)).toMatchObject({ decision: 'approved', approvedAmount: 100_00 });
    }
  });

  it('rule 14 above its maximum, and away from an exact amount, nothing passes', async () => {
    const most = { maxAmount: { amount: 100_00, currency: 'INR' }, exemption: 'NCMC_AUTOLOAD' };
    const mandate = await bench.registered(most);
    expect((await bench.debit(mandate, 100_01)).decision).toBe('declined');
    const exact = await bench.registered({ ...most, amountRule: 'exact' });
    expect((await bench.debit(exact, 99_99)).decision).toBe('declined');
    expect((await bench.debit(exact, 100_00)).decision).toBe('approved');
  });

  it('one debit per cycle passes on a fixed frequency; the next month another does', async () => {
    const mandate = await bench.registered({ frequency: 'monthly', exemption: 'NCMC_AUTOLOAD' });
    expect((await bench.debit(mandate, 5_00)).decision).toBe('approved');
    expect((await bench.debit(mandate, 5_00)).decision).toBe('declined');
    bench.platform.clock.advance({ hours: 24 * 31 });
    expect((await bench.debit(mandate, 5_00)).decision).toBe('approved');
  });

  it('rule 13 after its validity nothing passes', async () => {
    const validUntil = toTimestamp(bench.platform.clock.now().add({ hours: 24 }));
    const mandate = await bench.registered({ validUntil, exemption: 'NCMC_AUTOLOAD' });
    bench.platform.clock.advance({ hours: 24 });
    expect((await bench.debit(mandate, 5_00)).decision).toBe('declined');
  });

  it('I3 told again is answered the same and debits once', async () => {
    const debit = await bench.eligible(await bench.registered(), 5_00);
    const first = await bench.debit(debit, 5_00);
    const again = await bench.network.post(JSON.stringify(first.sent));
    const { status: _status, sent: _sent, requestId: _requestId, ...answered } = first;
    expect(again.body).toEqual(answered);
    expect((await bench.debit(debit, 5_00)).decision).toBe('declined');
    expect((await moneyOf(bench.platform, debit.world)).held).toBe(1_00n + 5_00n);
  });

  it('two messages for one announced debit at once debit once', async () => {
    const debit = await bench.eligible(await bench.registered(), 5_00);
    const answers = await Promise.all([bench.debit(debit, 5_00), bench.debit(debit, 5_00), bench.debit(debit, 5_00)]);
    expect(answers.map(({ decision }) => decision).toSorted()).toEqual(['approved', 'declined', 'declined']);
    expect((await moneyOf(bench.platform, debit.world)).held).toBe(1_00n + 5_00n);
  });

  it('as a single message it is paid at once', async () => {
    const debit = await bench.eligible(await bench.registered(), 5_00);
    expect((await bench.debit(debit, 5_00, { type: 'financial' })).decision).toBe('approved');
    expect(await moneyOf(bench.platform, debit.world)).toEqual({ available: 2_00_000_00n - 6_00n, held: 1_00n });
  });

  it('is never approved in part', async () => {
    const mandate = await bench.registered({}, { available: 10_00n });
    const debit = await bench.eligible(mandate, 50_00);
    expect((await bench.debit(debit, 50_00, { partialCapable: true })).decision).toBe('declined');
  });

  it('a decline is told of, and leaves the debit to be tried again', async () => {
    const mandate = await bench.registered({}, { available: 10_00n });
    const debit = await bench.eligible(mandate, 50_00);
    await bench.debit(debit, 50_00);
    const [last] = (await bench.recordsOfMandate(mandate)).toReversed();
    expect(last).toMatchObject({ type: 'card_mandate_debit.declined', data: { reason: 'insufficient_funds' } });
    expect((await bench.stored(mandate.mandateId)).debits).toMatchObject([
      { status: 'notified', declined: 'insufficient_funds' },
    ]);
  });
});
