import type { OperationContext } from '../kernel/operation/context.ts';
import type { Work } from '../kernel/persistence/unit-of-work.ts';
import { receiptOf } from '../mandates/ports/receipt.ts';
import type { Settlement } from '../mandates/ports/payment-signals.ts';
import type { ProviderPayment } from '../mandates/ports/payment-provider.ts';
import { capturedOf } from './domain/attempt.ts';
import { paymentNotFound } from './domain/debit-errors.ts';
import type { Payment } from './domain/payment.ts';
import { closePayment, paymentAbandoned, paymentCaptured, paymentRefunded } from './domain/payment.ts';
import { paymentRecord } from './domain/payment-events.ts';
import { isLookedForEnough, paymentAwaitsLateMoneyFrom } from './domain/provider-wait.ts';
import { isAboutRefunds, moreRefunded } from './domain/refund.ts';
import type { Debiting, Mandate } from './debiting.ts';
import { again, paymentsOf } from './debiting.ts';
import { expireLink } from './debit-timers.ts';
import { noteRefund, settleWith } from './on-session-steps.ts';

type Draft = Pick<Payment, 'paymentId' | 'amount' | 'description' | 'reference' | 'debitId' | 'aboveThreshold'>;

/**
 * Opens a payment that its payer makes on session, authenticating the whole of it (SH-13, SH-22): an order at the provider,
 * which a repeat finds again by its receipt. Nothing is stored here.
 * @throws PaymentRefused, ReceiptConflict, TemporarilyUnavailable
 */
export const openOnSession = async (
  { provider }: Pick<Debiting, 'provider'>,
  { tenant, clock }: OperationContext,
  { mandate, ...draft }: Draft & { readonly mandate: Mandate },
): Promise<Payment> => {
  const { mandateId, customerId, method, remote } = mandate;
  const { paymentId, amount, debitId } = draft;
  const subject = { tenantId: tenant.tenantId, mandateId, cycle: paymentId, kind: 'payment', number: 1 };
  const of = debitId === undefined ? {} : { debit: debitId };
  const notes = { tenant: tenant.tenantId, mandate: mandateId, payment: paymentId, kind: 'payment', ...of };
  const { orderId, authentication } = await provider.openAuthentication(tenant, {
    ...{ receipt: receiptOf(subject), amount, notes, customerId: remote.customerId, method },
  });
  const now = clock.now();
  return {
    ...draft,
    ...{ customerId, mandateId, method, orderId, authentication },
    status: 'requires_authentication',
    expectedFrom: now,
    expectedBy: authentication.expiresAt,
    createdAt: now,
    sequence: 1,
  };
};

/** What a payment that was opened on session writes. */
export const openedWork = (
  { payments }: Pick<Debiting, 'payments'>,
  context: OperationContext,
  payment: Payment,
): Work => {
  const { tenant } = context;
  const { paymentId, orderId } = payment;
  return {
    writes: [
      payments.create(tenant, payment),
      ...(orderId === undefined ? [] : [payments.bindOrder(tenant, { paymentId, orderId })]),
      ...(payment.status === 'requires_authentication' ? [expireLink(context, payment, payment.expectedBy)] : []),
    ],
    records: [paymentRecord(payments.partition(tenant, paymentId), payment)],
  };
};

const isPending = ({ status }: ProviderPayment): boolean => status === 'pending' || status === 'authorized';

/** What the order's payments make of a payment; undefined: nothing yet. */
const nextOf = (
  payment: Payment,
  payments: readonly ProviderPayment[],
  { now, isOver }: { readonly now: Payment['createdAt']; readonly isOver: boolean },
): Payment | undefined => {
  const captured = capturedOf(payments);
  if (captured !== undefined) return paymentCaptured(payment, { remotePaymentId: captured.paymentId, at: now });
  if (payment.status !== 'requires_authentication' || payments.some(isPending)) return undefined;
  if (payments.length > 0) return paymentAbandoned(payment, 'authentication_failed');
  return isOver ? paymentAbandoned(payment, 'authentication_expired') : undefined;
};

/** Looks no further for the money of a payment that was given up, once that was done for long enough. */
const closeIfOver = async (
  deps: Debiting,
  context: OperationContext,
  { payment, payments }: { readonly payment: Payment; readonly payments: readonly ProviderPayment[] },
): Promise<Settlement> => {
  const now = context.clock.now();
  if (!payments.some(isPending) && isLookedForEnough(paymentAwaitsLateMoneyFrom(payment), now)) {
    const work = { writes: [deps.payments.replace(context.tenant, closePayment(payment, now))], records: [] };
    await deps.unitOfWork.commit({ ...context, idempotency: undefined }, work, undefined);
  }
  return 'already';
};

/**
 * Looks what the payer made of a payment on session, and takes the step that follows: captured → succeeded, also when it had
 * been given up; failed → abandoned; nothing → abandoned once the link is over (rule 41); given back → how much of it is not
 * there any more. The debit that it stands in for goes with it, in one transaction.
 * @param said the provider's word that made us look: of a payment that has succeeded only those about refunds say more
 * @throws TemporarilyUnavailable when the provider does not answer
 */
export const lookAtPayment = (
  deps: Debiting,
  context: OperationContext,
  { paymentId, said }: { readonly paymentId: string; readonly said?: string },
): Promise<Settlement> =>
  again(async () => {
    const payment = await deps.payments.find(context.tenant, paymentId);
    if (payment === undefined) throw paymentNotFound();
    const { orderId, authentication, status } = payment;
    if (orderId === undefined || (status === 'succeeded' && !isAboutRefunds(said))) return 'already';
    const payments = await paymentsOf(deps, context, { orderId, isOver: status === 'abandoned' });
    if (status === 'succeeded') return noteRefund(deps, context, { payment, payments });
    const now = context.clock.now();
    const isOver = authentication !== undefined && authentication.expiresAt.epochMilliseconds <= now.epochMilliseconds;
    const after = nextOf(payment, payments, { now, isOver });
    if (after === undefined) return closeIfOver(deps, context, { payment, payments });
    const captured = capturedOf(payments);
    const back = captured === undefined ? undefined : moreRefunded(after, captured, now);
    const refunded = back === undefined ? undefined : paymentRefunded(after, back);
    return settleWith(deps, context, { before: payment, after, refunded });
  });

const lookAgainAfter = { minutes: 10 };

/** Whether the money may still come in over the link. */
const isUnderWay = async ({ provider }: Debiting, { tenant }: OperationContext, payment: Payment): Promise<boolean> => {
  if (payment.status === 'requires_authentication') return true;
  if (payment.status !== 'abandoned' || payment.orderId === undefined) return false;
  return (await provider.paymentsOf(tenant, payment.orderId)).some(isPending);
};

/**
 * Ends a payment whose link is over, and finds the money of one that had been given up; while the provider has a payment
 * under way it is looked at again.
 */
export const expirePayment = async (deps: Debiting, context: OperationContext, paymentId: string): Promise<void> => {
  if ((await lookAtPayment(deps, context, { paymentId })) === 'applied') return;
  const payment = await deps.payments.find(context.tenant, paymentId);
  if (payment === undefined || !(await isUnderWay(deps, context, payment))) return;
  const next = expireLink(context, payment, context.clock.now().add(lookAgainAfter));
  await deps.unitOfWork.commit({ ...context, idempotency: undefined }, { writes: [next], records: [] }, undefined);
};
