import * as z from 'zod';
import type { PaymentProvider, ProviderRefund } from '../../mandates/ports/payment-provider.ts';
import { wireAmount } from './amounts.ts';
import type { RazorpayCall } from './client.ts';
import { single } from './client.ts';

const statuses: readonly ProviderRefund['status'][] = ['pending', 'processed', 'failed'];

/** Razorpay tells when a refund was asked for and not when it arrived, so no time is read. */
const wireRefund = z
  .object({ id: z.string().min(1), status: z.string().nullish() })
  .transform(({ id, status: told }): ProviderRefund => {
    const status = statuses.find((known) => known === told);
    return { refundId: id, status: status ?? 'pending', isUnknownStatus: status === undefined };
  });

const refundsOf = (paymentId: string): string => `/v1/payments/${encodeURIComponent(paymentId)}`;

const lawfulKey = /^[\w-]{10,}$/u;

/**
 * Gives money back. The key makes a repeat the same refund, and a repeat beside the first (409) is sent again.
 * @throws RangeError when the key is none that Razorpay takes: a refund without one could be made twice
 */
export const createRefund = ({
  paymentId,
  amount,
  key,
}: Parameters<PaymentProvider['refund']>[1]): RazorpayCall<ProviderRefund> => {
  if (!lawfulKey.test(key)) throw new RangeError('the key of a refund is 10 letters, digits, - or _ or more');
  return single({
    request: {
      call: 'createRefund',
      method: 'POST',
      path: `${refundsOf(paymentId)}/refund`,
      body: { amount: wireAmount(amount).amount, speed: 'normal' },
      headers: { 'x-refund-idempotency': key },
    },
    answer: wireRefund,
  });
};

export const readRefund = ({
  paymentId,
  refundId,
}: Parameters<PaymentProvider['readRefund']>[1]): RazorpayCall<ProviderRefund> =>
  single({
    request: {
      call: 'readRefund',
      method: 'GET',
      path: `${refundsOf(paymentId)}/refunds/${encodeURIComponent(refundId)}`,
    },
    answer: wireRefund,
  });
