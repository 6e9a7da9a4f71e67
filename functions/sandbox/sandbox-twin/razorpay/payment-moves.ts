import type { Temporal } from 'temporal-polyfill';
import type { TableWrite } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import { orderEntity, paymentEntity, tokenEntity } from './entities.ts';
import type { Told } from './payment-desk.ts';
import type { Payment, PaymentOrder, PaymentToken } from './payment-items.ts';
import { orders, payments, tokens } from './payment-items.ts';

/** What a payment comes to: `captured`, or why not. */
export type End = 'captured' | { readonly failed: string };

/** A payment as it is to be stored but for its end, in its next version; its order as it was read. */
export interface Attempt {
  readonly order: PaymentOrder;
  readonly payment: Payment;
}

/** Changes that go together, and what is told of them. */
export interface Move {
  readonly writes: readonly TableWrite[];
  readonly told: readonly Told[];
}

/** An order as it is after one more attempt, or after an attempt that hung. */
const orderAfter = (order: PaymentOrder, paymentId: string, end: End | 'open'): PaymentOrder => ({
  ...order,
  status: end === 'captured' || order.status === 'paid' ? 'paid' : 'attempted',
  paymentIds: order.paymentIds.includes(paymentId) ? order.paymentIds : [...order.paymentIds, paymentId],
  version: order.version + 1,
});

/**
 * Ends a payment, new or hanging. An order that is paid already is never paid again: what hung on it fails.
 */
export const endPayment = (program: TenantContext, { order, payment }: Attempt, wanted: End): Move => {
  const end: End = wanted === 'captured' && order.status === 'paid' ? { failed: 'order_already_paid' } : wanted;
  const { settlesAt: _settled, ...rest } = payment;
  const ended: Payment =
    end === 'captured' ? { ...rest, status: 'captured' } : { ...rest, status: 'failed', reason: end.failed };
  const next = orderAfter(order, payment.paymentId, end);
  const entity = paymentEntity(ended);
  const told: readonly Told[] =
    end === 'captured'
      ? [
          { event: 'payment.authorized', entities: { payment: { ...entity, status: 'authorized', captured: false } } },
          { event: 'payment.captured', entities: { payment: entity } },
          { event: 'order.paid', entities: { payment: entity, order: orderEntity(next) } },
        ]
      : [{ event: 'payment.failed', entities: { payment: entity } }];
  const writes = [orders.put(program, next.orderId, next), payments.put(program, ended.paymentId, ended)];
  return { writes, told };
};

/** Leaves a payment open: nobody is told, and nobody knows before it settles. */
export const hangPayment = (program: TenantContext, { order, payment }: Attempt): Move => ({
  writes: [
    orders.put(program, order.orderId, orderAfter(order, payment.paymentId, 'open')),
    payments.put(program, payment.paymentId, payment),
  ],
  told: [],
});

const eventOf = { confirmed: 'token.confirmed', rejected: 'token.rejected', paused: 'token.paused' } as const;

/** Puts a token's next state and tells of it; expiry is told by nobody. */
export const moveToken = (
  program: TenantContext,
  token: PaymentToken,
  { status, now }: { readonly status: PaymentToken['status']; readonly now: Temporal.Instant },
): Move => {
  const next = { ...token, status, version: token.version + 1 };
  const entities = { token: tokenEntity(next, now) };
  const told: readonly Told[] =
    status === 'expired' ? [] : [{ event: status === 'cancelled' ? 'token.cancelled' : eventOf[status], entities }];
  return { writes: [tokens.put(program, token.tokenId, next)], told };
};

export const together = (...moves: readonly Move[]): Move => ({
  writes: moves.flatMap(({ writes }) => writes),
  told: moves.flatMap(({ told }) => told),
});
