import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Customer, KycLevel, VerifiedLevel } from '../../functions/customers/domain/customer.ts';
import { declareCustomer, isAtLeast, raiseLevel } from '../../functions/customers/domain/customer.ts';
import type { KycCase } from '../../functions/customers/domain/kyc-case.ts';
import {
  advance,
  approve,
  assertedCase,
  countWrongTry,
  isOverdue,
  openOtpCase,
  openVideoCase,
  otpTries,
} from '../../functions/customers/domain/kyc-case.ts';
import type { KycOutcome } from '../../functions/customers/domain/kyc-result.ts';
import { decideResult, kycOutcomes } from '../../functions/customers/domain/kyc-result.ts';
import { isFinal, kycPath } from '../../functions/customers/domain/kyc-status.ts';

const start = Temporal.Instant.from('2026-11-21T06:30:00Z');
const profile = { firstName: 'Asha', lastName: 'Rao', phone: '+919812345678', email: 'asha@example.com' };

type Step =
  | { readonly kind: 'start'; readonly level: VerifiedLevel }
  | { readonly kind: 'otp'; readonly right: boolean; readonly tryId: string }
  | { readonly kind: 'result'; readonly outcome: KycOutcome; readonly age: number }
  | { readonly kind: 'assert'; readonly level: VerifiedLevel }
  | { readonly kind: 'wait'; readonly minutes: number }
  | { readonly kind: 'timer' };

const level = fc.constantFrom<VerifiedLevel>('minimum', 'full');

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('start' as const), level }),
  fc.record({ kind: fc.constant('otp' as const), right: fc.boolean(), tryId: fc.uuid() }),
  fc.record({
    kind: fc.constant('result' as const),
    outcome: fc.constantFrom(...kycOutcomes),
    age: fc.integer({ min: 0, max: 9 }),
  }),
  fc.record({ kind: fc.constant('assert' as const), level }),
  fc.record({ kind: fc.constant('wait' as const), minutes: fc.constantFrom(1, 4, 5, 60, 24 * 60) }),
  fc.record({ kind: fc.constant('timer' as const) }),
);

/** A customer and its cases; every change is checked against the table as it is made. */
interface World {
  now: Temporal.Instant;
  customer: Customer;
  readonly cases: KycCase[];
}

const change = (world: World, position: number, after: KycCase): void => {
  const before = world.cases[position]!;
  expect(isFinal(before.status)).toBe(false);
  if (after.status !== before.status) expect(kycPath(before.status, after.status)).toBeDefined();
  expect(after.sequence).toBe(before.sequence + 1);
  expect(after.wrongTries.length).toBeLessThanOrEqual(otpTries);
  world.cases[position] = after;
  if (after.status === 'approved') rise(world, after.level);
};

const rise = (world: World, to: VerifiedLevel): void => {
  const raised = raiseLevel(world.customer, to);
  if (raised !== undefined) {
    expect(raised.sequence).toBe(world.customer.sequence + 1);
    world.customer = raised;
  }
  expect(isAtLeast(world.customer.kycLevel, to)).toBe(true);
};

const opened = ({ now, cases }: World, wanted: VerifiedLevel): KycCase => {
  const opening = {
    kycId: `kyc_${cases.length}`,
    customerId: 'cus_1',
    level: wanted,
    externalId: `kv_${cases.length}`,
  };
  return wanted === 'minimum'
    ? openOtpCase(opening, now)
    : openVideoCase({ ...opening, callUrl: 'https://video.example', waitsUntil: now.add({ hours: 24 }) }, now);
};

const everyCase = (world: World, act: (kyc: KycCase, position: number) => void): void => {
  [...world.cases].forEach(act);
};

const play = (world: World, played: Step): void => {
  switch (played.kind) {
    case 'start':
      if (!isAtLeast(world.customer.kycLevel, played.level)) world.cases.push(opened(world, played.level));
      return;
    case 'assert':
      if (!isAtLeast(played.level, world.customer.kycLevel)) return;
      world.cases.push(
        assertedCase({ kycId: 'kyc_a', customerId: 'cus_1', level: played.level, evidence: 'x' }, world.now),
      );
      rise(world, played.level);
      return;
    case 'otp':
      everyCase(world, (kyc, position) => {
        if (kyc.status !== 'otp_pending' || isOverdue(kyc, world.now)) return;
        change(world, position, played.right ? approve(kyc, 'idr') : countWrongTry(kyc, played.tryId));
      });
      return;
    case 'result':
      everyCase(world, (kyc, position) => {
        const occurredAt = world.now.subtract({ minutes: played.age });
        const decision = decideResult(kyc, { outcome: played.outcome, occurredAt });
        if (decision.kind === 'applied') change(world, position, decision.kyc);
      });
      return;
    case 'timer':
      everyCase(world, (kyc, position) => {
        if (isOverdue(kyc, world.now)) change(world, position, advance(kyc, 'expired'));
      });
      return;
    case 'wait':
      world.now = world.now.add({ minutes: played.minutes });
  }
};

describe('KYC cases, whatever happens to them', () => {
  it('I8 keep to their transitions, end once, and never lower a level', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const world: World = { now: start, customer: declareCustomer('cus_1', profile, start), cases: [] };
        let highest: KycLevel = 'none';
        for (const played of steps) {
          play(world, played);
          expect(isAtLeast(world.customer.kycLevel, highest)).toBe(true);
          highest = world.customer.kycLevel;
        }
        const proved = world.cases.filter(({ status }) => status === 'approved').map((kyc) => kyc.level);
        const best = proved.includes('full') ? 'full' : (proved[0] ?? 'none');
        expect(world.customer.kycLevel).toBe(best);
      }),
      { numRuns: 2_000 },
    );
  });

  it('I3 I8 end alike when a vendor’s results come one to five times each, in any order', () => {
    const ends = fc.constantFrom<readonly KycOutcome[]>(...kycOutcomes.map((end) => [end]), []);
    const deliveries = fc
      .record({ end: ends, resubmissions: fc.integer({ min: 0, max: 3 }), copies: fc.integer({ min: 1, max: 5 }) })
      .map(({ end, resubmissions, copies }) => {
        const history: KycOutcome[] = [
          ...Array.from({ length: resubmissions }, () => 'resubmission_required' as const),
          ...end,
        ];
        return { history, repeated: history.flatMap((outcome) => Array.from({ length: copies }, () => outcome)) };
      })
      .chain(({ history, repeated }) =>
        fc.record({
          history: fc.constant(history),
          order: fc.shuffledSubarray(repeated, { minLength: repeated.length, maxLength: repeated.length }),
        }),
      );
    const settle = (results: readonly KycOutcome[]) => {
      const world: World = { now: start, customer: declareCustomer('cus_1', profile, start), cases: [] };
      play(world, { kind: 'start', level: 'full' });
      for (const outcome of results) play(world, { kind: 'result', outcome, age: 0 });
      return [world.cases.map(({ status }) => status), world.customer.kycLevel, world.customer.status];
    };
    fc.assert(
      fc.property(deliveries, ({ history, order }) => {
        expect(settle(order)).toEqual(settle(history));
      }),
      { numRuns: 10_000 },
    );
  });
});
