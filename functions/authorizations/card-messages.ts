import { LimitReached } from '../balances/ports/person-limits.ts';
import type { SpendLedger } from '../balances/ports/spend-ledger.ts';
import { SpendRefused } from '../balances/ports/spend-ledger.ts';
import { DomainError } from '../kernel/errors/domain-error.ts';
import { money } from '../kernel/money/money.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { Work } from '../kernel/persistence/unit-of-work.ts';
import type { WriteIntent } from '../kernel/persistence/write-intent.ts';
import { AlreadyRecorded } from './already-recorded.ts';
import { depositWrites } from './deposit-changes.ts';
import { loweredCounters } from './domain/lowered-counters.ts';
import { advisedDebit } from './advised-debit.ts';
import type { Remark } from './message-records.ts';
import { messageRecords } from './message-records.ts';
import type { CardMessageDependencies, Subject } from './message-subject.ts';
import { readSubject, subjectName } from './message-subject.ts';
import type { CardMessage, CardMessages } from './ports/card-messages.ts';

const maxAttempts = 6;

/** What the person holds moves with the balance. Limits that a credit meets refuse it with LimitReached. */
const personWrites = (
  { limits }: Pick<CardMessageDependencies, 'limits'>,
  { context, state, limits: met }: Subject,
  posted: bigint,
): readonly WriteIntent[] => {
  if (posted === 0n) return [];
  if (met !== undefined) return limits.raise(context.tenant, met);
  const { person, currency } = state;
  return person === undefined ? [] : [limits.lower(person, money(-posted, currency))];
};

/** What is posted to suspense leaves the balance as it is, but for what is reserved. */
const balanceWrites = (
  deps: CardMessageDependencies,
  subject: Subject,
  counters: Parameters<SpendLedger['apply']>[2]['counters'],
): readonly WriteIntent[] => {
  const { context, balanceId, state, change, limits, suspense } = subject;
  const { held } = change;
  const posted = suspense === undefined ? change.posted : 0n;
  if (state.state === 'closed' || (held === 0n && posted === 0n)) return [];
  const { person = limits?.person } = state;
  const moved = { held, available: posted - held, seen: state, counters, person };
  return [deps.spending.apply(context.tenant, balanceId, moved), ...personWrites(deps, subject, posted)];
};

/** What else belongs into the transaction of a message. */
type More = Pick<Work, 'writes' | 'records'> & { readonly remark?: Remark | undefined };

/** By what was read for the message; undefined: nothing is to be done. */
export type Besides = (subject: Subject) => Promise<More | undefined>;

const applyOnce = async (deps: CardMessageDependencies, subject: Subject, besides: More): Promise<void> => {
  const { context, balanceId, existing, message, authorizationId, change, state } = subject;
  const name = subjectName(message);
  const deposit = await depositWrites(deps, subject);
  const lowered = loweredCounters(state.counters, {
    change,
    counted: change.hold.counted,
    givesBack: message.kind === 'reversal' || message.kind === 'unheard',
  });
  const hold = { ...change.hold, shares: deposit.shares, counted: lowered.counted };
  const writes = [
    ...deposit.writes,
    ...balanceWrites(deps, subject, lowered.counters),
    ...(existing === undefined || name === undefined
      ? []
      : [deps.authorizations.change(context.tenant, { balanceId, name, authorizationId }, hold)]),
    ...besides.writes,
  ];
  const { remark } = besides;
  const records = [...messageRecords(deps, { ...subject, remark }, hold), ...besides.records];
  await deps.unitOfWork.commit(context, { writes, records }, undefined);
};

/** Somebody was faster with the balance, the authorization or the deposit: read again. */
const isOutrun = (error: unknown): boolean =>
  error instanceof SpendRefused ||
  error instanceof LimitReached ||
  (error instanceof DomainError && ['concurrent_change', 'invalid_state', 'insufficient_funds'].includes(error.code));

/** A message, the card that it is about, and what goes with it. */
interface Told {
  readonly cardId: string;
  readonly message: CardMessage;
  readonly besides: Besides;
}

/** Applies one message; whoever was faster is read again, and `besides` asked again. */
export const applyMessage = async (
  deps: CardMessageDependencies,
  context: OperationContext,
  { cardId, message, besides }: Told,
): ReturnType<CardMessages['apply']> => {
  let limitReached = false;
  for (let attempt = 1; ; attempt += 1) {
    const subject = await readSubject(deps, context, { cardId, message, limitReached });
    if (typeof subject === 'string') return subject;
    const more = await besides(subject);
    if (more === undefined) return 'already';
    try {
      await applyOnce(deps, subject, more);
      return 'applied';
    } catch (error) {
      if (error instanceof AlreadyRecorded) return 'already';
      limitReached ||= error instanceof LimitReached;
      if (!isOutrun(error) || attempt >= maxAttempts) throw error;
    }
  }
};

/**
 * Applies what the card network tells (domain.md 2.6): whatever its order, and however often it comes.
 *
 * 1. Read the balance and the authorization that the message names; decide what the message does to them.
 * 2. Commit that with the message's record, whose place is the message's own name: a repeat ends there (I3).
 * 3. A message about an authorization that is not here leaves word at that authorization's place (I8). Money is posted
 *    all the same (rule 116), also below zero. What a balance does not take stands in suspense: all that is about a
 *    closed one, and a refund that proves no purchase where a limit refuses it.
 */
export const cardMessages = (deps: CardMessageDependencies): CardMessages => ({
  apply: (context, cardId, message) =>
    applyMessage(deps, context, { cardId, message, besides: (subject) => advisedDebit(deps, subject) }),
});
