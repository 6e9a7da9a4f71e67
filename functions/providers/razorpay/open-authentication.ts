import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Clock } from '../../kernel/time/clock.ts';
import type { Authentication } from '../../mandates/domain/mandate-operation.ts';
import type { AuthenticationOrder } from '../../mandates/ports/payment-provider.ts';
import type { RazorpayAccount } from './accounts.ts';
import { wireAmount } from './amounts.ts';
import type { RazorpayCall } from './client.ts';
import { single } from './client.ts';
import type { PlacedOrder } from './create-order.ts';
import { createOrder } from './create-order.ts';
import { paymentRefused } from './failures.ts';
import type { WireOrder } from './orders.ts';

type Token = NonNullable<AuthenticationOrder['token']>;

const wireToken = ({ maxAmount, expireAt, frequency, recurrence }: Token): Readonly<Record<string, unknown>> => ({
  max_amount: wireAmount(maxAmount).amount,
  expire_at: Math.floor(expireAt.epochMilliseconds / 1000),
  frequency,
  ...(recurrence === undefined ? {} : { recurring_type: recurrence.rule, recurring_value: recurrence.day }),
});

/**
 * Refuses what can never be authenticated, before there is an order.
 * @throws PaymentRefused
 */
export const assertAuthenticable = (account: RazorpayAccount, { method, amount }: AuthenticationOrder): void => {
  if (method === 'upi' && amount.currency !== 'INR') throw paymentRefused('currency_not_supported');
  if (method === 'card' && account.checkoutUrl === undefined) throw paymentRefused('cards_not_supported');
};

/** The order over which the payer authenticates; with a token block a mandate is registered by it. */
export const placeAuthenticationOrder = (order: AuthenticationOrder): RazorpayCall<PlacedOrder> =>
  createOrder({
    receipt: order.receipt,
    amount: order.amount,
    notes: order.notes,
    fields: {
      customer_id: order.customerId,
      method: order.method,
      ...(order.token === undefined ? {} : { token: wireToken(order.token) }),
    },
  });

const intentAnswer = z.object({ link: z.string().regex(/^upi:\/\//u) });

/**
 * Asks for the link that opens the payer's UPI app. Asked again it opens another attempt to pay the same order, which
 * can be paid once, so a repeat after a lost answer is safe.
 */
export const createUpiIntent = (draft: AuthenticationOrder, orderId: string): RazorpayCall<{ link: string }> =>
  single({
    request: {
      call: 'createUpiIntent',
      method: 'POST',
      path: '/v1/payments/create/upi',
      body: {
        ...wireAmount(draft.amount),
        order_id: orderId,
        customer_id: draft.customerId,
        ...(draft.token === undefined ? {} : { recurring: '1' }),
        method: 'upi',
        upi: { flow: 'intent' },
        notes: draft.notes,
      },
    },
    answer: intentAnswer,
  });

/** A link in the form of the provider's, for the twin, which has no app to open: its payer is played by a simulation. */
export const twinIntent = ({ amount, token }: AuthenticationOrder, orderId: string): string => {
  const query = new URLSearchParams({
    tr: orderId,
    am: `${amount.minor / 100n}.${String(amount.minor % 100n).padStart(2, '0')}`,
    cu: amount.currency,
  });
  return `upi://${token === undefined ? 'pay' : 'mandate'}?${query.toString()}`;
};

/** The page on which the payer authenticates a card: it opens Razorpay's checkout with what the query says. */
export const checkoutLink = (account: RazorpayAccount, draft: AuthenticationOrder, orderId: string): string => {
  if (account.checkoutUrl === undefined) throw paymentRefused('cards_not_supported');
  const url = new URL(account.checkoutUrl);
  url.searchParams.set('key_id', account.keyId);
  url.searchParams.set('order_id', orderId);
  url.searchParams.set('customer_id', draft.customerId);
  if (draft.token !== undefined) url.searchParams.set('recurring', '1');
  return url.href;
};

/** How long Razorpay waits for the payer. */
const patienceOf = { card: { hours: 72 }, upi: { minutes: 30 } } as const;

/**
 * The later of the provider's own time and ours: a sandbox program's clock runs ahead, and an order that was adopted
 * after a while is still to be paid.
 */
export const expiryOf = (clock: Clock, method: AuthenticationOrder['method'], order: WireOrder): Temporal.Instant => {
  const now = clock.now();
  const createdAt = order.created_at ?? now;
  return (Temporal.Instant.compare(createdAt, now) > 0 ? createdAt : now).add(patienceOf[method]);
};

export const authenticationTypes = { card: 'redirect', upi: 'upi_intent' } as const satisfies Record<
  AuthenticationOrder['method'],
  Authentication['type']
>;
