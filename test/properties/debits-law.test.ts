import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { attemptCaptured, beginAttempt } from '../../functions/debits/domain/attempt.ts';
import type { Debit } from '../../functions/debits/domain/debit.ts';
import { hasEnded, isAsking } from '../../functions/debits/domain/debit-steps.ts';
import { submission } from '../../functions/debits/domain/eligibility.ts';
import { cancelDebit, delayDebit, endDebit, replanDebit, skipDebit } from '../../functions/debits/domain/ending.ts';
import {
  withExecuting,
  withMovedDebit,
  withOpenDebit,
  withoutDebit,
  withoutExecuting,
} from '../../functions/debits/domain/mandate-slots.ts';
import type { MandateTerms } from '../../functions/debits/domain/mandate-terms.ts';
import {
  awaitsNotice,
  nextNotice,
  noticeDelivered,
  noticeFailed,
  noticeSent,
} from '../../functions/debits/domain/notice.ts';
import { decideDebit } from '../../functions/debits/domain/plan-debit.ts';
import { attemptFailed } from '../../functions/debits/domain/retry.ts';
import { contentHashOf, scheduleDebit } from '../../functions/debits/domain/schedule-debit.ts';
import { DomainError } from '../../functions/kernel/errors/domain-error.ts';
import { seeded } from '../support/seeded.ts';

// I14 over the pure transitions: nothing is stored and nobody is called, so that 200,000 attempts take seconds.

type Mandate = MandateTerms & { readonly sequence: number };

const hourMs = 3_600_000;
const skewMs = 5 * 60_000;
const ceiling = 15_000_00;

interface World {
  mandate: Mandate;
  debit: Debit;
  /** True time; our clock and the provider's may each be five minutes off. */
  trueMs: number;
  /** When a notice of this content was truly delivered. */
  readonly delivered: { readonly number: number; readonly trueMs: number; readonly amount: bigint }[];
  attempts: number;
  asked: number;
  captured: number;
  readonly violations: string[];
}

type Chance = () => number;

const fine = 2 ** 30;
const chanceOf = (seed: number): Chance => {
  const dice = seeded(seed);
  return () => dice.between(0, fine - 1) / fine;
};

const between = (chance: Chance, least: number, most: number): number =>
  least + Math.floor(chance() * (most - least + 1));
const oneOf = <Value>(chance: Chance, ...values: readonly [Value, ...Value[]]): Value =>
  values[Math.floor(chance() * values.length)] ?? values[0];

const at = (ms: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(ms);
const ours = (world: World, chance: Chance): Temporal.Instant => at(world.trueMs + between(chance, -skewMs, skewMs));

const startMs = Temporal.Instant.from('2026-11-02T06:30:00Z').epochMilliseconds;

const newMandate = (chance: Chance): Mandate => ({
  ...{ mandateId: 'mdt_1', customerId: 'cus_1', status: 'active', sequence: 1 },
  method: oneOf(chance, 'upi', 'upi', 'card'),
  amountRule: 'max',
  maxAmount: { minor: BigInt(between(chance, 1, 20_000_00)), currency: 'INR' },
  frequency: oneOf(chance, 'as_presented', 'monthly', 'weekly'),
  category: 'standard',
  validFrom: at(startMs),
  validUntil: at(startMs + between(chance, 2, 90) * 24 * hourMs),
  authCharge: { status: 'captured' },
  ...{ openDebits: [], usedCycles: [] },
});

const newWorld = (chance: Chance): World | undefined => {
  const mandate = newMandate(chance);
  const nowMs = startMs + between(chance, 0, 24 * hourMs);
  const wish = {
    ...{ debitId: 'dbt_1', now: at(nowMs), dueAt: at(nowMs + between(chance, 0, 72 * hourMs)) },
    amount: { minor: BigInt(between(chance, 1, 20_000_00)), currency: 'INR' as const },
  };
  try {
    const plan = decideDebit(mandate, wish);
    const words = { reference: 'r', reason: 'why' };
    const debit = scheduleDebit(mandate, wish, { plan, words });
    if (debit.status === 'requires_authentication') return undefined;
    const slots = { mandate: withOpenDebit(mandate, debit), debit };
    return { ...slots, trueMs: nowMs, delivered: [], attempts: 0, asked: 0, captured: 0, violations: [] };
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
};

/** What must be true at the moment at which somebody's money is asked for. */
const judgeAsking = (world: World): void => {
  const { mandate, debit, trueMs } = world;
  const notice = world.delivered.find(({ number }) => number === debit.notice?.number);
  if (notice === undefined) world.violations.push('no delivered notice');
  else if (trueMs - notice.trueMs < 24 * hourMs) world.violations.push(`notice ${trueMs - notice.trueMs} ms old`);
  if (notice !== undefined && notice.amount !== debit.amount.minor) {
    world.violations.push('not the amount of the notice');
  }
  if (mandate.status !== 'active') world.violations.push(`mandate ${mandate.status}`);
  if (mandate.openOperation?.type === 'withdraw') world.violations.push('a withdrawal is open');
  if (debit.amount.minor > mandate.maxAmount.minor) world.violations.push('above the maximum');
  if (debit.amount.minor > BigInt(ceiling)) world.violations.push('above the ceiling');
  if (debit.attempts.length >= 4) world.violations.push('a fifth attempt');
  if (mandate.usedCycles.includes(debit.cycle)) world.violations.push('a used cycle');
  if (mandate.validUntil.epochMilliseconds < trueMs - skewMs) world.violations.push('after the mandate’s end');
};

const endWith = (world: World, after: Debit, isUsed = false): void => {
  world.debit = after;
  world.mandate = withoutDebit(world.mandate, after, isUsed);
};

const sendNotice = (world: World, chance: Chance): void => {
  const { debit, mandate } = world;
  const now = ours(world, chance);
  if (!awaitsNotice(debit) || mandate.status !== 'active') return;
  const next = nextNotice(debit, mandate, now);
  world.debit = noticeSent(debit, {
    ...next,
    ...{
      preDebitNoticeId: 'pdn',
      orderId: `order_${next.number}`,
      contentHash: contentHashOf(debit, undefined),
      sentAt: now,
    },
  });
};

/** The provider delivers, by its own clock, and its word comes at once, late, twice or never. */
const hearOfNotice = (world: World, chance: Chance): void => {
  const { debit, mandate } = world;
  if (debit.status !== 'notifying' || debit.notice === undefined) return;
  if (chance() < 0.15) {
    const after = noticeFailed(debit, ours(world, chance));
    if (hasEnded(after)) endWith(world, after);
    else world.debit = after;
    return;
  }
  const { number } = debit.notice;
  world.delivered.push({ number, trueMs: world.trueMs, amount: debit.amount.minor });
  world.debit = noticeDelivered(debit, mandate, at(world.trueMs + between(chance, -skewMs, skewMs)));
};

/** The schedule fires: in time, early, late, twice. Every one of them is an attempt. */
const fire = (world: World, chance: Chance): void => {
  const { debit, mandate } = world;
  const now = ours(world, chance);
  world.attempts += 1;
  const verdict = submission({ debit, terms: mandate, now });
  if (verdict.kind === 'wait') world.debit = delayDebit(debit, verdict.until);
  if (verdict.kind === 'end') endWith(world, endDebit(debit, verdict.status, verdict.reason));
  if (verdict.kind === 'replan') {
    const after = replanDebit(debit, mandate, now);
    if (after === undefined) endWith(world, endDebit(debit, 'failed', verdict.why));
    else {
      world.debit = after;
      world.mandate = withMovedDebit(mandate, after);
    }
  }
  if (verdict.kind !== 'submit') return;
  judgeAsking(world);
  world.asked += 1;
  world.mandate = withExecuting(mandate, debit);
  world.debit = beginAttempt(debit, now);
};

const answer = (world: World, chance: Chance): void => {
  const { debit, mandate } = world;
  if (!isAsking(debit)) return;
  const now = ours(world, chance);
  if (chance() < 0.3) {
    world.captured += 1;
    endWith(world, attemptCaptured(debit, { paymentId: 'pay', at: now }), true);
    return;
  }
  const failure = oneOf(
    chance,
    { class: 'transient', reason: 'psp_timeout' } as const,
    { class: 'customer_action', reason: 'insufficient_funds' } as const,
    { class: 'risk', reason: 'suspected_fraud_decline' } as const,
  );
  const after = attemptFailed(debit, mandate, { failure, at: now });
  if (hasEnded(after)) {
    endWith(world, after);
    return;
  }
  world.debit = after;
  world.mandate = withoutExecuting(mandate, debit);
};

/** Somebody races the debit: the customer, the tenant, the network, or a change of the mandate's terms. */
const race = (world: World, chance: Chance): void => {
  const { debit, mandate } = world;
  const sequence = mandate.sequence + 1;
  switch (between(chance, 0, 6)) {
    case 0:
      world.mandate = { ...mandate, status: mandate.status === 'active' ? 'paused' : mandate.status, sequence };
      return;
    case 1:
    case 2:
      world.mandate = { ...mandate, status: mandate.status === 'paused' ? 'active' : mandate.status, sequence };
      return;
    case 3: {
      const isOpen = mandate.openOperation !== undefined;
      world.mandate = { ...mandate, openOperation: isOpen ? undefined : { type: 'withdraw' }, sequence };
      return;
    }
    case 4: {
      if (chance() < 0.7) return;
      const cancelled = cancelDebit(debit, 'mandate_withdrawn');
      world.mandate = { ...mandate, status: 'cancellation_pending', sequence };
      if (cancelled !== undefined) endWith(world, cancelled);
      return;
    }
    case 5: {
      if (isAsking(debit) || hasEnded(debit) || chance() < 0.7) return;
      const skipped = skipDebit(debit, { at: at(world.trueMs), reference: 'ins_1' });
      if (skipped !== undefined) endWith(world, skipped);
      return;
    }
    default:
      world.mandate = {
        ...mandate,
        maxAmount: { ...mandate.maxAmount, minor: mandate.maxAmount.minor - 1n },
        sequence,
      };
  }
};

/** Time goes on: by moments, by hours, to just about when something is due, or far beyond. */
const passTime = (world: World, chance: Chance): void => {
  const due = world.debit.nextAttemptAt?.epochMilliseconds;
  const isAimed = due !== undefined && due > world.trueMs && chance() < 0.7;
  if (isAimed) world.trueMs = Math.max(world.trueMs, due + between(chance, -skewMs, skewMs));
  else world.trueMs += oneOf(chance, 1_000, 60_000, hourMs, 3 * hourMs, 24 * hourMs);
};

const play = (world: World, chance: Chance): void => {
  for (let step = 0; step < 40 && !hasEnded(world.debit); step += 1) {
    passTime(world, chance);
    if (chance() < 0.08) race(world, chance);
    sendNotice(world, chance);
    if (chance() < 0.8) hearOfNotice(world, chance);
    for (let fires = between(chance, 1, 3); fires > 0; fires -= 1) fire(world, chance);
    if (chance() < 0.9) answer(world, chance);
  }
};

const wanted = 200_000;

describe('the law of debits', () => {
  it('I14 SH-02 SH-03 no debit without notice of 24 hours, active mandate, amount as announced within cap: 200,000 attempts', () => {
    const seed = Number(process.env['SEED'] ?? 20_261_122);
    const chance = chanceOf(seed);
    const total = { attempts: 0, asked: 0, captured: 0, worlds: 0 };
    while (total.attempts < wanted) {
      const world = newWorld(chance);
      if (world === undefined) continue;
      play(world, chance);
      if (world.violations.length > 0) {
        throw new Error(`seed ${seed}, world ${total.worlds}: ${world.violations.join('; ')}`);
      }
      if (world.captured > 1) throw new Error(`seed ${seed}, world ${total.worlds}: captured ${world.captured} times`);
      total.attempts += world.attempts;
      total.asked += world.asked;
      total.captured += world.captured;
      total.worlds += 1;
    }
    // The model must reach what it forbids to go wrong.
    expect(total.asked).toBeGreaterThan(5_000);
    expect(total.captured).toBeGreaterThan(2_000);
  });
});
