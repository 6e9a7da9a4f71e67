import type { UrlUseCase } from '../../../kernel/operation/url-operation.ts';
import type { Call } from '../http/call.ts';
import type { DoorDependencies } from '../http/doors.ts';
import type { Ordering } from '../network/ordering.ts';
import { decideOutcome, tellNotice } from './debit-stories.ts';
import { authenticatePayer } from './payer-authentications.ts';
import type { PaymentCall } from './payment-call.ts';
import { customerCalls } from './payment-customers.ts';
import type { PaymentDesk } from './payment-desk.ts';
import type { Found } from './payment-door.ts';
import { paymentDoor } from './payment-door.ts';
import { orderCalls } from './payment-orders.ts';
import { paymentReads } from './payment-reads.ts';
import { createRefund } from './payment-refunds.ts';
import { tokenCalls } from './payment-tokens.ts';
import { createRecurring } from './recurring-payments.ts';

/** The payment provider's paths are below this one, where its own host has nothing. */
export const paymentBase = '/razorpay';

const callsOf = (desk: PaymentDesk): readonly (readonly [string, string, PaymentCall])[] => {
  const customers = customerCalls(desk);
  const orders = orderCalls(desk);
  const tokens = tokenCalls(desk);
  const reads = paymentReads(desk);
  return [
    ['POST', '/v1/customers', customers.create],
    ['GET', '/v1/customers/:customerId', customers.read],
    ['GET', '/v1/customers/:customerId/tokens', tokens.list],
    ['GET', '/v1/customers/:customerId/tokens/:tokenId', tokens.read],
    ['PUT', '/v1/customers/:customerId/tokens/:tokenId/cancel', tokens.cancel],
    ['DELETE', '/v1/customers/:customerId/tokens/:tokenId', tokens.remove],
    ['POST', '/v1/orders', orders.create],
    ['GET', '/v1/orders', orders.list],
    ['GET', '/v1/orders/:orderId', orders.read],
    ['GET', '/v1/orders/:orderId/payments', reads.ofOrder],
    ['POST', '/v1/payments/create/recurring', createRecurring(desk)],
    ['GET', '/v1/payments/:paymentId', reads.payment],
    ['POST', '/v1/payments/:paymentId/refund', createRefund(desk)],
    ['GET', '/v1/payments/:paymentId/refunds', reads.refundsOfPayment],
    ['GET', '/v1/payments/:paymentId/refunds/:refundId', reads.refund],
    ['GET', '/v1/refunds/:refundId', reads.refund],
  ];
};

/** The ids in a path that fits the route; undefined when it does not fit. */
const matched = (route: string, path: string): Readonly<Record<string, string>> | undefined => {
  const parts = path.split('/');
  const wanted = route.split('/');
  if (parts.length !== wanted.length) return undefined;
  const pairs = wanted.map((part, at) => [part, parts[at] ?? ''] as const);
  if (!pairs.every(([part, given]) => (part.startsWith(':') ? /^\w{1,64}$/.test(given) : part === given))) {
    return undefined;
  }
  return Object.fromEntries(pairs.filter(([part]) => part.startsWith(':')).map(([part, id]) => [part.slice(1), id]));
};

/** All of the payment provider behind one use case, for paths below `paymentBase`. */
export const paymentApi = (desk: PaymentDesk, doors: DoorDependencies): UrlUseCase => {
  const calls = callsOf(desk);
  const find = (method: string, path: string): Found | undefined => {
    for (const [of, route, call] of calls) {
      const params = of === method ? matched(`${paymentBase}${route}`, path) : undefined;
      if (params !== undefined) return { call, params };
    }
    return undefined;
  };
  return paymentDoor(doors, find);
};

/** Testers' orders to the payment provider. */
export const paymentControl = (
  desk: PaymentDesk,
  ordering: Ordering,
  control: (call: Call) => UrlUseCase,
): readonly (readonly [string, UrlUseCase])[] => [
  ['POST /control/v1/payer-authentications', control(authenticatePayer(desk, ordering))],
  ['POST /control/v1/debit-notices', control(tellNotice(desk, ordering))],
  ['POST /control/v1/debit-outcomes', control(decideOutcome(desk, ordering))],
];
