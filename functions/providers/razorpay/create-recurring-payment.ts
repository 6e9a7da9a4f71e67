import * as z from 'zod';
import { OutcomeUnknown, TemporarilyUnavailable } from '../../kernel/errors/domain-error.ts';
import type { PaymentProvider, ProviderPayment } from '../../mandates/ports/payment-provider.ts';
import type { Outcome } from '../execute-loop.ts';
import { wireAmount } from './amounts.ts';
import type { RazorpayCall } from './client.ts';
import { orderPayments } from './order-payments.ts';

type Debit = Parameters<PaymentProvider['debit']>[1];
export type AskedPayment = Awaited<ReturnType<PaymentProvider['debit']>>;

const answer = z
  .object({ razorpay_payment_id: z.string().min(1) })
  .transform(({ razorpay_payment_id: paymentId }): AskedPayment => ({ paymentId }));

const longestDescription = 255;

const requestOf = (debit: Debit) =>
  ({
    call: 'createRecurringPayment',
    method: 'POST',
    path: '/v1/payments/create/recurring',
    body: {
      email: debit.payer.email,
      contact: debit.payer.phone,
      ...wireAmount(debit.amount),
      order_id: debit.orderId,
      customer_id: debit.customerId,
      token: debit.tokenId,
      recurring: true,
      description: debit.description.slice(0, longestDescription),
      notes: debit.notes,
    },
  }) as const;

const isAlive = ({ status }: ProviderPayment): boolean => status !== 'failed';

const asked = ({ paymentId }: ProviderPayment): Outcome<AskedPayment> & { readonly kind: 'success' } => ({
  kind: 'success',
  answer: { paymentId },
});

/**
 * Asks for the money of an order, once. Razorpay takes no key for it, so the order's payments are the key: they are read
 * before anything is sent, and one that has not failed is the answer (SH-28). When nothing tells whether the request
 * arrived they are read again, and one that was not there before is ours; none is no proof that there will be none, so
 * the request is never sent a second time.
 */
export const createRecurringPayment = (debit: Debit): RazorpayCall<AskedPayment> => {
  /** Payments that were there before ours was asked for; undefined as long as nothing was sent. */
  let before: ReadonlySet<string> | undefined;
  return {
    run: async (ask, timeLimit) => {
      const check = await ask(orderPayments(debit.orderId, 'createRecurringPaymentCheck'), timeLimit);
      if (check.kind !== 'success') return check;
      const alive = check.answer.find(isAlive);
      if (alive !== undefined) return asked(alive);
      before = new Set(check.answer.map(({ paymentId }) => paymentId));
      const reply = await ask({ request: requestOf(debit), answer }, timeLimit);
      if (reply.kind !== 'refused') return reply;
      // An order that somebody else's request has paid meanwhile is refused too.
      const after = await ask(orderPayments(debit.orderId, 'createRecurringPaymentRecovery'), timeLimit);
      const paid = after.kind === 'success' ? after.answer.find(isAlive) : undefined;
      return paid === undefined ? reply : asked(paid);
    },
    recover: async (ask, timeLimit) => {
      if (before === undefined) return { kind: 'not_done' };
      const after = await ask(orderPayments(debit.orderId, 'createRecurringPaymentRecovery'), timeLimit);
      if (after.kind !== 'success') return { kind: 'recoverable' };
      const added = after.answer.filter(({ paymentId }) => before?.has(paymentId) === false);
      const made = added.find(isAlive) ?? added.at(-1);
      // One that hangs tells no more than the silence did: what comes of it is looked for later.
      return made === undefined || made.status === 'pending' ? { kind: 'recoverable' } : asked(made);
    },
  };
};

/** @throws OutcomeUnknown where the loop only knows that no answer came */
export const orOutcomeUnknown = async <Answer>(call: Promise<Answer>): Promise<Answer> => {
  try {
    return await call;
  } catch (error) {
    if (error instanceof TemporarilyUnavailable) {
      throw new OutcomeUnknown('The payment provider has not said what became of the debit. Look again.');
    }
    throw error;
  }
};
