import type { Temporal } from 'temporal-polyfill';
import type { Payment, PaymentOrder, PaymentToken, Refund } from './payment-items.ts';

/** An entity of the provider's API, member for member. */
export type Entity = Readonly<Record<string, unknown>>;

export const unixSeconds = (at: Temporal.Instant): number => Math.floor(at.epochMilliseconds / 1000);

const noticeEntity = (notice: NonNullable<PaymentOrder['notice']>): Entity => ({
  id: notice.noticeId,
  token_id: notice.tokenId,
  payment_after: notice.paymentAfter ?? null,
  status: notice.status,
  delivered_at: notice.deliveredAt === undefined ? null : unixSeconds(notice.deliveredAt),
});

const registrationEntity = (token: NonNullable<PaymentOrder['token']>): Entity => ({
  max_amount: Number(token.maxAmount),
  expire_at: token.expireAt ?? null,
  frequency: token.frequency,
  ...(token.recurringValue === undefined ? {} : { recurring_value: token.recurringValue }),
  ...(token.recurringType === undefined ? {} : { recurring_type: token.recurringType }),
});

export const orderEntity = (order: PaymentOrder): Entity => {
  const paid = order.status === 'paid' ? order.amount : 0n;
  return {
    id: order.orderId,
    entity: 'order',
    amount: Number(order.amount),
    amount_paid: Number(paid),
    amount_due: Number(order.amount - paid),
    currency: order.currency,
    receipt: order.receipt ?? null,
    offer_id: null,
    status: order.status,
    attempts: order.paymentIds.length,
    notes: order.notes,
    created_at: unixSeconds(order.createdAt),
    ...(order.customerId === undefined ? {} : { customer_id: order.customerId }),
    ...(order.method === undefined ? {} : { method: order.method }),
    ...(order.token === undefined ? {} : { token: registrationEntity(order.token) }),
    ...(order.notice === undefined ? {} : { notification: noticeEntity(order.notice) }),
  };
};

/** Instruments that no payer has: nothing in them is anybody's. */
const vpa = 'payer@examplebank';
const card = {
  entity: 'card',
  name: '',
  last4: '1111',
  network: 'Visa',
  type: 'credit',
  issuer: 'UTIB',
  international: false,
  emi: false,
  sub_type: 'consumer',
} as const;

const failureWords = ({ reason, isOnSession }: Payment): Entity => {
  if (reason === undefined) {
    return { error_code: null, error_description: null, error_source: null, error_step: null, error_reason: null };
  }
  const isGateway = /^(bank|gateway|psp|issuer|seqnum)_|timed_out|_timeout$/.test(reason);
  return {
    error_code: isGateway ? 'GATEWAY_ERROR' : 'BAD_REQUEST_ERROR',
    error_description: 'Your payment could not be completed.',
    error_source: isGateway ? 'bank' : 'customer',
    error_step: isOnSession ? 'payment_authentication' : 'payment_debit_request',
    error_reason: reason,
  };
};

/** The payer's e-mail and phone are not repeated here, as the provider does for payers that gave none. */
export const paymentEntity = (payment: Payment): Entity => ({
  id: payment.paymentId,
  entity: 'payment',
  amount: Number(payment.amount),
  currency: payment.currency,
  status: payment.status,
  order_id: payment.orderId,
  invoice_id: null,
  international: false,
  method: payment.method,
  amount_refunded: Number(payment.amountRefunded),
  refund_status: refundStatus(payment),
  captured: payment.status === 'captured' || payment.status === 'refunded',
  description: payment.description ?? null,
  card_id: null,
  ...(payment.method === 'card' ? { card } : {}),
  bank: null,
  wallet: null,
  vpa: payment.method === 'upi' ? vpa : null,
  email: 'void@razorpay.com',
  contact: null,
  ...(payment.customerId === undefined ? {} : { customer_id: payment.customerId }),
  ...(payment.tokenId === undefined ? {} : { token_id: payment.tokenId }),
  notes: payment.notes,
  fee: 0,
  tax: 0,
  ...failureWords(payment),
  acquirer_data: payment.status === 'failed' || payment.status === 'created' ? {} : { rrn: '432100000000' },
  created_at: unixSeconds(payment.createdAt),
});

const refundStatus = ({ amount, amountRefunded }: Payment): 'partial' | 'full' | null => {
  if (amountRefunded === 0n) return null;
  return amountRefunded < amount ? 'partial' : 'full';
};

/** @param now the program's time: what is over is expired without anybody's word */
export const tokenStatus = ({ status, expireAt }: PaymentToken, now: Temporal.Instant): PaymentToken['status'] => {
  const isLive = status === 'confirmed' || status === 'paused';
  return isLive && expireAt !== undefined && unixSeconds(now) >= expireAt ? 'expired' : status;
};

export const tokenEntity = (token: PaymentToken, now: Temporal.Instant): Entity => ({
  id: token.tokenId,
  entity: 'token',
  token: token.tokenId.slice('token_'.length),
  bank: null,
  wallet: null,
  method: token.method,
  ...(token.method === 'card' ? { card } : { vpa: { username: 'payer', handle: 'examplebank', name: null } }),
  recurring: true,
  recurring_details: { status: tokenStatus(token, now), failure_reason: token.failureReason ?? null },
  auth_type: null,
  mrn: null,
  customer_id: token.customerId,
  max_amount: Number(token.maxAmount),
  start_time: unixSeconds(token.createdAt),
  expired_at: token.expireAt ?? null,
  notes: token.notes,
  created_at: unixSeconds(token.createdAt),
  used_at: unixSeconds(token.createdAt),
  dcc_enabled: false,
});

export const refundEntity = (refund: Refund): Entity => ({
  id: refund.refundId,
  entity: 'refund',
  amount: Number(refund.amount),
  currency: refund.currency,
  payment_id: refund.paymentId,
  notes: refund.notes,
  receipt: refund.receipt ?? null,
  acquirer_data: { arn: null },
  created_at: unixSeconds(refund.createdAt),
  batch_id: null,
  status: 'processed',
  speed_requested: 'normal',
  speed_processed: 'normal',
});

/** A list of the provider's. */
export const collection = (items: readonly Entity[]): Entity => ({ entity: 'collection', count: items.length, items });
