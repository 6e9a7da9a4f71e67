import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { money } from '../../functions/kernel/money/money.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import type { Observation, SeenLimits, Sighting } from '../../functions/mandates/domain/seen-limits.ts';
import {
  noted,
  nothingSeen,
  observation,
  observedLimits,
  sightings,
} from '../../functions/mandates/domain/seen-limits.ts';
import { dynamoPaymentLimits } from '../../functions/mandates/infrastructure/dynamo-payment-limits.ts';
import { paymentLimitItem } from '../../functions/mandates/infrastructure/payment-limit-items.ts';
import { wire } from '../../functions/mandates/learn-payment-limits/handler.ts';
import type { ObservedLimit } from '../../functions/policies/payer-limits.ts';
import { batchOf, noContext } from '../support/trigger.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';

const start = Temporal.Instant.from('2026-11-22T06:30:00Z');
const inr = (rupees: number) => money(BigInt(rupees) * 100n, 'INR');

/** Something that happened at one bank: how many rupees, how many seconds after the start. */
interface Happening {
  readonly sighting: Sighting;
  readonly rupees: number;
  readonly seconds: number;
}

const happening = fc.record<Happening>({
  sighting: fc.constantFrom(...sightings),
  rupees: fc.oneof(
    fc.constantFrom(500, 4_999, 5_000, 5_499, 7_999, 8_000, 8_001),
    fc.integer({ min: 1, max: 250_000 }),
  ),
  seconds: fc.integer({ min: 0, max: 600 }),
});

/** A history, and the same as a queue may deliver it: in another order, with repeats. */
const delivered = fc.array(happening, { maxLength: 25 }).chain((history) =>
  fc.record({
    history: fc.constant(history),
    asDelivered: fc.shuffledSubarray(history, { minLength: history.length }).chain((order) =>
      fc.array(fc.nat(), { maxLength: 10 }).map((again) => {
        const repeats = again.map((place) => order[place % Math.max(order.length, 1)]);
        return [...order, ...repeats].filter((one) => one !== undefined);
      }),
    ),
  }),
);

const bank = { kind: 'bank', name: 'hdfc' } as const;

const seenOf = (all: readonly Happening[]): SeenLimits =>
  all
    .map(({ sighting, rupees, seconds }) =>
      observation(bank, { sighting, amount: inr(rupees), at: start.add({ seconds }) }),
    )
    .filter((one): one is Observation => one !== undefined)
    .reduce(noted, nothingSeen);

/** What stands of a history, told from every single event of it: the long way round. */
const modelOf = (history: readonly Happening[], passes: readonly Sighting[], refusals: readonly Sighting[]) => {
  const rounded = history
    .filter(({ rupees }) => rupees >= 500)
    .map(({ sighting, rupees, seconds }) => ({
      sighting,
      step: Math.min(Math.floor(rupees / 500) * 500, 200_000),
      minute: Math.floor(seconds / 60),
    }));
  const passed = rounded.filter(({ sighting }) => passes.includes(sighting));
  const refused = rounded.filter(({ sighting }) => refusals.includes(sighting));
  const standing = passed.filter(
    (pass) => !refused.some(({ step, minute }) => step <= pass.step && minute >= pass.minute),
  );
  const inForce = refused.filter(
    (refusal) => !passed.some(({ step, minute }) => step >= refusal.step && minute > refusal.minute),
  );
  const expected: ObservedLimit = {
    ...(standing.length === 0 ? {} : { passed: inr(Math.max(...standing.map(({ step }) => step))) }),
    ...(inForce.length === 0 ? {} : { atMost: inr(Math.max(500, Math.min(...inForce.map(({ step }) => step)) - 500)) }),
  };
  return expected;
};

const limitsOf = (history: readonly Happening[]) => observedLimits({ bank: seenOf(history) });

describe('What is observed of the limits of banks and apps', () => {
  it('SH-21 is the same whatever the order of the events, and however often each is delivered', () => {
    fc.assert(
      fc.property(delivered, ({ history, asDelivered }) => {
        expect(seenOf(asDelivered)).toEqual(seenOf(history));
      }),
      { numRuns: 2_000 },
    );
  });

  it('SH-19 is what passed and was not refused since: debits for the day, registrations too for the mandate', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 25 }), (history) => {
        const recurring = modelOf(history, ['registered', 'debited'], ['registrationRefused', 'debitRefused']);
        const daily = modelOf(history, ['debited'], ['debitRefused']);
        expect(limitsOf(history)).toEqual({ bankRecurring: recurring, bankDaily: daily, appRecurring: {} });
      }),
      { numRuns: 2_000 },
    );
  });

  it('SH-21 a refusal takes away what passed of as much or more before, and a later pass lifts the refusal', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 25 }), fc.integer({ min: 500, max: 200_000 }), (history, rupees) => {
        const refusal: Happening = { sighting: 'debitRefused', rupees, seconds: 700 };
        const step = BigInt(Math.floor(rupees / 500)) * 500_00n;
        const { bankDaily: refused = {} } = limitsOf([...history, refusal]);
        expect(refused.passed === undefined || refused.passed.minor < step).toBe(true);
        expect(refused.atMost !== undefined && refused.atMost.minor <= (step > 500_00n ? step - 500_00n : step)).toBe(
          true,
        );
        const { bankDaily: lifted = {} } = limitsOf([
          ...history,
          refusal,
          { ...refusal, sighting: 'debited', seconds: 800 },
        ]);
        expect(lifted.passed?.minor).toBeGreaterThanOrEqual(step);
        expect(lifted.atMost === undefined || lifted.atMost.minor >= step).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('What is observed of the limits of banks and apps, in the table', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await startTestPlatform();
  });
  afterAll(() => platform.stop());

  const told: Readonly<Record<Sighting, { readonly type: string; readonly reason?: string }>> = {
    registered: { type: 'mandate.activated' },
    registrationRefused: { type: 'mandate.rejected', reason: 'transaction_limit_exceeded' },
    debited: { type: 'debit.succeeded' },
    debitRefused: { type: 'debit.failed', reason: 'per_transaction_limit_exceeded' },
  };

  const eventOf = (tenant: TenantContext, { sighting, rupees, seconds }: Happening) => {
    const { type, reason } = told[sighting];
    const amount = { amount: rupees * 100, currency: 'INR' };
    const [kind = ''] = type.split('.');
    return {
      detail: {
        id: platform.ids.next('evt', tenant),
        type,
        createdAt: start.add({ seconds }).toString(),
        tenantId: tenant.tenantId,
        sequence: 1,
        resource: { type: kind, id: 'any' },
        data: {
          method: 'upi',
          bank: 'HDFC',
          app: 'okbank',
          ...(kind === 'debit' ? { amount, attempt: 1 } : { maxAmount: amount }),
          ...(reason === undefined ? {} : { reason }),
        },
      },
    };
  };

  it('SH-21 is the same though the events come at once, in any order and again', async () => {
    const property = fc.asyncProperty(
      delivered,
      fc.integer({ min: 1, max: 10 }),
      async ({ history, asDelivered }, size) => {
        const tenant = await platform.tenant();
        const messages = asDelivered.map((one) => eventOf(tenant, one));
        const handler = wire(platform);
        for (let from = 0; from < messages.length; from += 2 * size) {
          const batches = [messages.slice(from, from + size), messages.slice(from + size, from + 2 * size)];
          const answers = await Promise.all(batches.map((batch) => handler(batchOf(...batch), noContext)));
          expect(answers.flatMap(({ batchItemFailures }) => batchItemFailures)).toEqual([]);
        }
        const expected = seenOf(history);
        for (const place of ['BANK#hdfc', 'APP#okbank']) {
          const pk = `T#${tenant.tenantId}#PAYMENT_LIMITS#${place}`;
          const item = await platform.table.get({ pk, sk: 'LIMITS' });
          expect(item === undefined ? nothingSeen : paymentLimitItem.decode(item)).toEqual(expected);
        }
        const payer = { method: 'upi', remote: { bank: 'HDFC', app: 'okbank' } } as const;
        const known = await dynamoPaymentLimits(platform.table).of(tenant, payer);
        expect(known).toEqual(observedLimits({ bank: expected, app: expected }));
      },
    );
    await fc.assert(property, { numRuns: 15 });
  });
});
