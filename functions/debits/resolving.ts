import { DomainError } from '../kernel/errors/domain-error.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { WriteIntent } from '../kernel/persistence/write-intent.ts';
import type { ProviderFailure, ProviderPayment } from '../mandates/ports/payment-provider.ts';
import type { Settlement } from '../mandates/ports/payment-signals.ts';
import {
  attemptCaptured,
  capturedOf,
  debitRefunded,
  isGivenUp,
  judge,
  lookAgainAt,
  mayBeCaptured,
} from './domain/attempt.ts';
import type { Debit } from './domain/debit.ts';
import { hasEnded, isAsking } from './domain/debit-steps.ts';
import { closeDebit } from './domain/ending.ts';
import { withoutExecuting } from './domain/mandate-slots.ts';
import { awaitsLateMoneyFrom, isLookedForEnough } from './domain/provider-wait.ts';
import { isAboutRefunds, isRefundUndone, moreRefunded } from './domain/refund.ts';
import type { AttemptFailure } from './domain/retry.ts';
import { attemptFailed, saysCyclePaid, saysMandateDead } from './domain/retry.ts';
import type { DebitAndMandate, Debiting, Mandate } from './debiting.ts';
import { again, callForAttention, loadDebit, paymentsOf, together } from './debiting.ts';
import { changeWork, countEnd, endingWork, refundWork } from './debit-work.ts';
import { lookAgain } from './debit-timers.ts';

type Failure = Pick<Parameters<typeof attemptFailed>[2], 'failure' | 'paymentId' | 'retryAfter'>;

const notReceived: AttemptFailure = { class: 'transient', reason: 'not_received' };
const unknownReason: AttemptFailure = { class: 'other', reason: 'unknown_reason' };

const commitEnd = async (
  deps: Debiting,
  context: OperationContext,
  end: {
    readonly before: Debit;
    readonly after: Debit;
    readonly refunded?: Debit | undefined;
    readonly mandate: Mandate;
    readonly isCycleUsed?: boolean;
    /** Written after the debit: whoever comes second finds another version of that first. */
    readonly more?: readonly WriteIntent[];
  },
): Promise<void> => {
  const { more = [] } = end;
  const work = together(endingWork(deps, context, end), { writes: more, records: [] });
  await deps.unitOfWork.commit({ ...context, idempotency: undefined }, work, undefined);
  countEnd(deps, end.mandate, end.refunded ?? end.after);
};

/** The money is in, or was: what went back before anybody looked is told in the same step. */
const succeed = async (
  deps: Debiting,
  context: OperationContext,
  { debit, mandate, payment }: DebitAndMandate & { readonly payment: ProviderPayment },
): Promise<Settlement> => {
  if (!mayBeCaptured(debit)) return 'already';
  if (hasEnded(debit)) callForAttention(context, debit.debitId, 'captured_late');
  const now = context.clock.now();
  const { paymentId: remotePaymentId } = payment;
  const after = attemptCaptured(debit, { paymentId: remotePaymentId, at: now });
  const back = moreRefunded(after, payment, now);
  if (back !== undefined) callForAttention(context, debit.debitId, 'refunded');
  await commitEnd(deps, context, {
    ...{ before: debit, after, mandate },
    refunded: back === undefined ? undefined : debitRefunded(after, back),
    more: [deps.debits.bindPayment(context.tenant, { debitId: debit.debitId, remotePaymentId })],
  });
  return 'applied';
};

/** The attempt failed: it is tried again, or the debit has come to its end. */
const fail = async (
  deps: Debiting,
  context: OperationContext,
  { debit, mandate, ...failed }: DebitAndMandate & Failure,
): Promise<Settlement> => {
  const after = attemptFailed(debit, mandate, { ...failed, at: context.clock.now() });
  const { failure } = failed;
  if (failure.class === 'other' || failure.class === 'request_wrong' || saysCyclePaid(failure)) {
    callForAttention(context, debit.debitId, failure.reason);
  }
  if (after.status !== 'retry_wait') {
    const more = saysMandateDead(failure) ? [deps.doubts.raise(context, mandate.mandateId)] : [];
    await commitEnd(deps, context, { before: debit, after, mandate, isCycleUsed: saysCyclePaid(failure), more });
    return 'applied';
  }
  const freed = { writes: [deps.mandates.replace(context.tenant, withoutExecuting(mandate, debit))], records: [] };
  const work = together(changeWork(deps, context, { before: debit, after, mandate }), freed);
  await deps.unitOfWork.commit({ ...context, idempotency: undefined }, work, undefined);
  return 'applied';
};

/** A part of the collected money went back, or more of it than was known: told with what has gone back in all. */
const noteRefund = async (
  deps: Debiting,
  context: OperationContext,
  { debit, mandate, payments }: DebitAndMandate & { readonly payments: readonly ProviderPayment[] },
): Promise<Settlement> => {
  const payment = capturedOf(payments);
  if (payment === undefined) return 'already';
  if (isRefundUndone(debit, payment)) callForAttention(context, debit.debitId, 'refund_undone');
  const back = moreRefunded(debit, payment, context.clock.now());
  if (back === undefined) return 'already';
  const work = refundWork(deps, context, { after: debitRefunded(debit, back), mandate });
  await deps.unitOfWork.commit({ ...context, idempotency: undefined }, work, undefined);
  return 'applied';
};

const seenFailure = ({ failure = unknownReason, paymentId, retryAfter }: ProviderPayment): Failure => ({
  failure,
  paymentId,
  retryAfter,
});

type Seen = ReturnType<typeof judge<ProviderPayment>>;

/** Looks no further for the money of a debit that ended without it, once that was done for long enough. */
const closeIfOver = async (
  { debits, unitOfWork }: Debiting,
  context: OperationContext,
  { debit, seen }: { readonly debit: Debit; readonly seen: Seen },
): Promise<Settlement> => {
  const now = context.clock.now();
  if (seen.kind !== 'pending' && isLookedForEnough(awaitsLateMoneyFrom(debit), now)) {
    const work = { writes: [debits.replace(context.tenant, closeDebit(debit, now))], records: [] };
    await unitOfWork.commit({ ...context, idempotency: undefined }, work, undefined);
  }
  return 'already';
};

/** The failure that an attempt ends with; undefined: nothing has ended it yet. */
const failureOf = (
  { debit, seen, refused }: { readonly debit: Debit; readonly seen: Seen; readonly refused?: ProviderFailure },
  { clock }: OperationContext,
): Failure | undefined => {
  if (!isAsking(debit) || seen.kind === 'pending' || seen.kind === 'captured') return undefined;
  if (seen.kind === 'failed') return seenFailure(seen.payment);
  if (refused !== undefined) return { failure: refused };
  return isGivenUp(debit, clock.now()) ? { failure: notReceived } : undefined;
};

/**
 * Looks what the provider has on a debit's order, and takes the step that follows (SH-28). Nothing is ever asked for here:
 * only what an attempt became is found out, before another one may begin.
 *
 *   captured → succeeded, whatever was believed before
 *   given back → the same, and how much of it is not there any more
 *   under way → as it is
 *   failed → tried again later, or at its end; of a debit that has ended it is old news (boundary case 14), and after some
 *     days nobody looks for its money any more
 *   nothing there → refused: failed; unanswered: half an hour later it counts as never received
 *
 * @param refused why the provider refused the attempt, when it answered so
 * @param said the provider's word that made us look: of a debit that has succeeded only those about refunds say more
 * @throws TemporarilyUnavailable when the provider does not answer
 */
export const lookAtAttempt = (
  deps: Debiting,
  context: OperationContext,
  { debitId, refused, said }: { readonly debitId: string; readonly refused?: ProviderFailure; readonly said?: string },
): Promise<Settlement> =>
  again(async () => {
    const found = await loadDebit(deps, context, debitId);
    const { debit } = found;
    const orderId = debit.notice?.orderId;
    if (orderId === undefined || debit.attempts.length === 0) return 'already';
    if (!mayBeCaptured(debit) && !isAboutRefunds(said)) return 'already';
    const payments = await paymentsOf(deps, context, { orderId, isOver: hasEnded(debit) });
    if (!mayBeCaptured(debit)) return noteRefund(deps, context, { ...found, payments });
    const seen = judge(debit, payments);
    if (seen.kind === 'captured') return succeed(deps, context, { ...found, payment: seen.payment });
    const failed = failureOf({ debit, seen, ...(refused === undefined ? {} : { refused }) }, context);
    if (failed !== undefined) return fail(deps, context, { ...found, ...failed });
    return closeIfOver(deps, context, { debit, seen });
  });

/** Looks at an attempt whose outcome is not known, and sets the time of the next look while it stays so. */
export const resolveAttempt = async (deps: Debiting, context: OperationContext, debitId: string): Promise<void> => {
  const looked = await lookAtAttempt(deps, context, { debitId }).catch((error: unknown) => {
    if (error instanceof DomainError && error.kind === 'unavailable') return 'already' as const;
    throw error;
  });
  if (looked === 'applied') return;
  const { debit } = await loadDebit(deps, context, debitId);
  if (!isAsking(debit)) return;
  const next = { operation: 'resolveDebit', dueAt: lookAgainAt(debit, context.clock.now()) } as const;
  const work = { writes: [lookAgain(context, debitId, next)], records: [] };
  await deps.unitOfWork.commit({ ...context, idempotency: undefined }, work, undefined);
};
