import type { OperationContext } from '../kernel/operation/context.ts';
import type { Work } from '../kernel/persistence/unit-of-work.ts';
import type { ProviderPayment } from '../mandates/ports/payment-provider.ts';
import type { Settlement } from '../mandates/ports/payment-signals.ts';
import { attemptCaptured, capturedOf, debitRefunded, mayBeCaptured } from './domain/attempt.ts';
import type { Debit } from './domain/debit.ts';
import { hasEnded } from './domain/debit-steps.ts';
import { abandonDebit } from './domain/ending.ts';
import type { Payment } from './domain/payment.ts';
import { paymentRefunded } from './domain/payment.ts';
import { paymentRecord } from './domain/payment-events.ts';
import { isRefundUndone, moreRefunded } from './domain/refund.ts';
import type { Debiting } from './debiting.ts';
import { callForAttention, loadDebit, together } from './debiting.ts';
import { countEnd, endingWork, refundWork } from './debit-work.ts';
import { keepLink } from './debit-timers.ts';

const abandonable = (debit: Debit): boolean => debit.status === 'requires_authentication';

const debitAfter = (debit: Debit, payment: Payment, at: Debit['createdAt']): Debit | undefined => {
  if (payment.status === 'succeeded') {
    const { remotePaymentId } = payment;
    const isOpen = abandonable(debit) || mayBeCaptured(debit);
    return isOpen && remotePaymentId !== undefined
      ? attemptCaptured(debit, { paymentId: remotePaymentId, at })
      : undefined;
  }
  if (!abandonable(debit)) return undefined;
  const isOver = payment.endReason === 'authentication_expired';
  return abandonDebit(debit, isOver ? 'authentication_expired' : 'authentication_failed');
};

/** A payment's next version, and the one after it in the same step when money of it had gone back already. */
interface Step {
  readonly before: Payment;
  readonly after: Payment;
  readonly refunded?: Payment | undefined;
}

/** What a payment's step writes of itself. */
const ownWork = ({ payments }: Debiting, context: OperationContext, { before, after, refunded }: Step): Work => {
  const { tenant } = context;
  const { paymentId, remotePaymentId } = after;
  const partition = payments.partition(tenant, paymentId);
  const isPaid = after.status === 'succeeded';
  return {
    writes: [
      payments.replace(tenant, refunded ?? after, before.sequence),
      // A payer who failed may pay all the same as long as the link is open: its end is looked at.
      ...(isPaid ? [keepLink(context, after)] : []),
      ...(isPaid && remotePaymentId !== undefined
        ? [payments.bindPayment(tenant, { paymentId, remotePaymentId })]
        : []),
    ],
    records: [
      paymentRecord(partition, after, { before: before.status, isLate: isPaid && before.status === 'abandoned' }),
      ...(refunded === undefined ? [] : [paymentRecord(partition, refunded, { isRefund: true })]),
    ],
  };
};

const commit = (deps: Debiting, context: OperationContext, work: Work): Promise<undefined> =>
  deps.unitOfWork.commit({ ...context, idempotency: undefined }, work, undefined);

/** Commits what became of a payment, and with it what becomes of the debit that it stands in for. */
export const settleWith = async (deps: Debiting, context: OperationContext, step: Step): Promise<Settlement> => {
  const { before, after, refunded: back } = step;
  const { debitId, paymentId } = before;
  if (back !== undefined) callForAttention(context, paymentId, 'refunded');
  const own = ownWork(deps, context, step);
  const found = debitId === undefined ? undefined : await loadDebit(deps, context, debitId);
  const next = found === undefined ? undefined : debitAfter(found.debit, after, context.clock.now());
  if (found === undefined || next === undefined) {
    await commit(deps, context, own);
    return 'applied';
  }
  const { debit, mandate } = found;
  if (hasEnded(debit)) callForAttention(context, debit.debitId, 'captured_late');
  const refunded = back?.refunded === undefined ? undefined : debitRefunded(next, back.refunded);
  await commit(
    deps,
    context,
    together(own, endingWork(deps, context, { before: debit, after: next, refunded, mandate })),
  );
  countEnd(deps, mandate, refunded ?? next);
  return 'applied';
};

/** Money of a payment went back, in part or more of it than was known; the debit that it stood in for is told with it. */
export const noteRefund = async (
  deps: Debiting,
  context: OperationContext,
  { payment, payments }: { readonly payment: Payment; readonly payments: readonly ProviderPayment[] },
): Promise<Settlement> => {
  const captured = capturedOf(payments);
  if (captured === undefined) return 'already';
  if (isRefundUndone(payment, captured)) callForAttention(context, payment.paymentId, 'refund_undone');
  const now = context.clock.now();
  const back = moreRefunded(payment, captured, now);
  if (back === undefined) return 'already';
  const after = paymentRefunded(payment, back);
  const partition = deps.payments.partition(context.tenant, payment.paymentId);
  const own: Work = {
    writes: [deps.payments.replace(context.tenant, after)],
    records: [paymentRecord(partition, after, { isRefund: true })],
  };
  const { debitId } = payment;
  const found = debitId === undefined ? undefined : await loadDebit(deps, context, debitId);
  const ofDebit = found?.debit.status === 'succeeded' ? moreRefunded(found.debit, captured, now) : undefined;
  const work =
    found === undefined || ofDebit === undefined
      ? own
      : together(own, refundWork(deps, context, { ...found, after: debitRefunded(found.debit, ofDebit) }));
  await commit(deps, context, work);
  return 'applied';
};
