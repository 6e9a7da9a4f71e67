import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toTimestamp } from '../../../functions/kernel/time/clock.ts';
import type { RequestChange } from '../authorizations/card-bench.ts';
import { moneyOf } from '../authorizations/card-bench.ts';
import { process } from '../ingress/given-issuer-events.ts';
import type { Announced, MandateBench, Registered } from './mandate-bench.ts';
import { startMandateBench, streamer } from './mandate-bench.ts';

let bench: MandateBench;

beforeAll(async () => {
  bench = await startMandateBench();
});
afterAll(() => bench.platform.stop());

const monthly = { frequency: 'monthly' };

/** The network decided by itself, and says so afterwards; by the issuer's events, twice. */
const standIn = async (
  { world, reference, announcement }: Registered & { readonly announcement?: string },
  amount: number,
  change: RequestChange = {},
) => {
  const { platform, network } = bench;
  const message = network.name();
  const occurredAt = toTimestamp(platform.clock.now());
  const mandate = { act: 'debit', reference, ...(announcement === undefined ? {} : { announcement }) };
  const data = {
    ...{ message, amount: { amount, currency: world.currency }, standIn: true, merchant: streamer, mandate },
    ...change,
  };
  const type = 'card.authorization_advice';
  const event = { type, reference: world.externalId, occurredAt, data };
  for (const eventId of [randomUUID(), randomUUID()]) {
    expect(await process(platform, { eventId, ...event })).toBe(true);
  }
  return message;
};

const advisedOf = async ({ world }: Registered) =>
  (await bench.recordsOf(world))
    .filter(({ type }) => type === 'authorization.advised')
    .map(({ data, evidence }) => ({ ...(JSON.parse(data) as Record<string, unknown>), evidence }));

const madeOf = async (mandate: Registered) =>
  (await bench.recordsOfMandate(mandate)).filter(({ type }) => type === 'card_mandate_debit.debited');

const heldFor = async (mandate: Registered) => (await moneyOf(bench.platform, mandate.world)).held - 1_00n;

describe('A debit under a mandate that the network approved by itself', () => {
  it('boundary case 24 rule 32 counts: the announced debit is made and its cycle is used, once', async () => {
    const mandate = await bench.registered(monthly);
    const debit = await bench.eligible(mandate, 499_00);
    await standIn(debit, 499_00);
    const { debitId, mandateId } = debit;
    const [advised, ...others] = await advisedOf(mandate);
    expect(others).toEqual([]);
    expect(advised).toMatchObject({ mandateId, debitId, standIn: true });
    expect(advised).not.toHaveProperty('disputable');
    expect(await heldFor(mandate)).toBe(499_00n);
    expect(await bench.stored(mandateId)).toMatchObject({
      debits: [{ debitId, status: 'debited', amount: { minor: 499_00n } }],
      usedCycles: [expect.any(String)],
    });
    const [made, ...more] = await madeOf(mandate);
    expect(more).toEqual([]);
    expect(made?.data).toMatchObject({ debitId, standIn: true });
    expect(made?.data).not.toHaveProperty('disputable');
    // It was made: asking for it again is one debit too many.
    expect(await bench.debit(debit, 499_00)).toMatchObject({ decision: 'declined' });
  });

  it.each([
    [
      'before its 24 hours are over',
      'mandate_notice_too_recent',
      (debit: Announced) => bench.hear(debit.debitId),
      499_00,
    ],
    ['for more than was told', 'mandate_not_notified', (debit: Announced) => bench.hear(debit.debitId), 500_00],
    ['though it was skipped', 'mandate_debit_skipped', (debit: Announced) => bench.skip(debit), 499_00],
    ['though the mandate was withdrawn', 'mandate_ended', (debit: Announced) => bench.withdraw(debit), 499_00],
  ] as const)('rules 6, 8, 28 %s it is posted all the same, and says why it can be disputed', async (...row) => {
    const [, reason, before, amount] = row;
    const mandate = await bench.registered(monthly);
    const debit = await bench.announced(mandate, 499_00);
    await before(debit);
    if (amount > 499_00) bench.platform.clock.advance({ hours: 24 });
    await standIn(debit, amount);
    expect(await heldFor(mandate)).toBe(BigInt(amount));
    const stored = await bench.stored(mandate.mandateId);
    expect(stored.usedCycles).toHaveLength(1);
    expect(stored.debits).toMatchObject([
      { debitId: debit.debitId, status: 'debited', amount: { minor: BigInt(amount) } },
    ]);
    const [made] = await madeOf(mandate);
    expect(made?.data).toMatchObject({ debitId: debit.debitId, standIn: true, disputable: reason });
    const [advised] = await advisedOf(mandate);
    expect(advised).toMatchObject({ debitId: debit.debitId, disputable: reason });
    expect(JSON.parse(advised?.evidence ?? '{}')).toMatchObject({
      checks: expect.arrayContaining([expect.arrayContaining(['mandate', expect.any(Number)])]),
    });
  });

  it('without announcement it is a debit of its own; a second one in its cycle too, which can be disputed', async () => {
    const mandate = await bench.registered(monthly);
    await standIn(mandate, 499_00);
    await standIn(mandate, 499_00);
    const stored = await bench.stored(mandate.mandateId);
    expect(stored.debits.map(({ status, reason }) => [status, reason])).toEqual([
      ['debited', 'not announced'],
      ['debited', 'not announced'],
    ]);
    const made = await madeOf(mandate);
    expect(made.map(({ data }) => data['disputable'])).toEqual(['mandate_not_notified', 'mandate_cycle_used']);
    expect(await heldFor(mandate)).toBe(998_00n);
  });

  it('a mandate that is another payee’s, or unknown, is left alone; the message says so', async () => {
    const mandate = await bench.registered(monthly);
    const debit = await bench.eligible(mandate, 499_00);
    await standIn(debit, 499_00, { merchant: { ...streamer, mcc: '5812' } });
    await standIn({ ...debit, reference: 'nmd_nobody' }, 1_00);
    expect(await heldFor(mandate)).toBe(500_00n);
    const advised = await advisedOf(mandate);
    expect(advised).toMatchObject([{ disputable: 'mandate_unknown' }, { disputable: 'mandate_unknown' }]);
    for (const one of advised) expect(one).not.toHaveProperty('debitId');
    expect(await madeOf(mandate)).toEqual([]);
    expect(await bench.debit(debit, 499_00)).toMatchObject({ decision: 'approved' });
  });

  it('of a debit that was approved here it says nothing new', async () => {
    const mandate = await bench.registered(monthly);
    const debit = await bench.eligible(mandate, 499_00);
    const { sent } = await bench.debit(debit, 499_00);
    await standIn(debit, 499_00, { original: sent.message });
    expect(await madeOf(mandate)).toHaveLength(1);
    expect((await bench.stored(mandate.mandateId)).usedCycles).toHaveLength(1);
    expect(await heldFor(mandate)).toBe(499_00n);
  });

  it('rule 28 no increment adds to it', async () => {
    const mandate = await bench.registered(monthly);
    const original = await standIn(await bench.eligible(mandate, 499_00), 499_00);
    const more = await bench.network.request(mandate.world, 1_00, { type: 'increment', original });
    expect(more).toMatchObject({ decision: 'declined', responseCode: '61' });
  });

  it('an advice without mandate, or about a registration, sets what is held and nothing else', async () => {
    const mandate = await bench.registered(monthly);
    await standIn(mandate, 10_00, { mandate: undefined });
    await standIn(mandate, 10_00, { mandate: { act: 'register', reference: mandate.reference } });
    expect(await heldFor(mandate)).toBe(20_00n);
    for (const advised of await advisedOf(mandate)) expect(advised).not.toHaveProperty('disputable');
  });
});
