import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { ProviderPayment } from '../../mandates/ports/payment-provider.ts';
import { readMoney, wireMoney } from './amounts.ts';
import type { Question } from './client.ts';
import { failureOf } from './failures.ts';
import { wireInstant } from './orders.ts';

const wirePayment = z.object({
  id: z.string().min(1),
  ...wireMoney,
  order_id: z.string().nullish(),
  status: z.string(),
  amount_refunded: z.int().nonnegative().nullish(),
  token_id: z.string().nullish(),
  bank: z.string().nullish(),
  vpa: z.string().nullish(),
  error_reason: z.string().nullish(),
  created_at: wireInstant,
});

type WirePayment = z.output<typeof wirePayment>;

/** Ours for Razorpay's; a status that is not here is pending and rings. */
const statuses: ReadonlyMap<string, ProviderPayment['status']> = new Map([
  ['created', 'pending'],
  ['authorized', 'authorized'],
  ['captured', 'captured'],
  ['refunded', 'refunded'],
  ['failed', 'failed'],
]);

/** The app is known by the handle of its addresses; what stands before it is the payer's. */
export const appOf = (vpa: string | null | undefined): string | undefined => vpa?.split('@')[1];

/** Of a refund that was made by hand nothing else tells: it may be one part of the payment after the other. */
const refundedOf = ({ amount_refunded: amount, currency }: WirePayment): ProviderPayment['amountRefunded'] =>
  amount === undefined || amount === null || amount === 0 ? undefined : readMoney({ amount, currency });

const paymentOf = (orderId: string, wire: WirePayment): ProviderPayment => {
  const status = statuses.get(wire.status);
  return {
    paymentId: wire.id,
    orderId: wire.order_id ?? orderId,
    amount: readMoney(wire),
    status: status ?? 'pending',
    isUnknownStatus: status === undefined,
    amountRefunded: refundedOf(wire),
    createdAt: wire.created_at,
    tokenId: wire.token_id ?? undefined,
    failure: status === 'failed' ? failureOf(wire.error_reason) : undefined,
    bank: wire.bank ?? undefined,
    app: appOf(wire.vpa),
  };
};

/** All attempts to pay an order, oldest first. */
export const orderPayments = (orderId: string, call = 'readOrderPayments'): Question<readonly ProviderPayment[]> => ({
  request: { call, method: 'GET', path: `/v1/orders/${encodeURIComponent(orderId)}/payments` },
  answer: z
    .object({ items: z.array(wirePayment) })
    .transform(({ items }) =>
      items
        .map((payment) => paymentOf(orderId, payment))
        .sort((left, right) => Temporal.Instant.compare(left.createdAt, right.createdAt)),
    ),
});
