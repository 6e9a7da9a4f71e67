import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Pacer } from '../../kernel/time/pacer.ts';
import { systemPacer } from '../../kernel/time/pacer.ts';
import type { AuthenticationOrder, PaymentProvider } from '../../mandates/ports/payment-provider.ts';
import type { Patience } from '../execute-loop.ts';
import { defaultPatience } from '../execute-loop.ts';
import type { RazorpayAccount, RazorpayAccounts } from './accounts.ts';
import type { RazorpayCall } from './client.ts';
import { asking, execute, single } from './client.ts';
import { createRecurringPayment, orOutcomeUnknown } from './create-recurring-payment.ts';
import { ensureCustomer } from './customers.ts';
import {
  assertAuthenticable,
  authenticationTypes,
  checkoutLink,
  createUpiIntent,
  expiryOf,
  placeAuthenticationOrder,
  twinIntent,
} from './open-authentication.ts';
import { openNotice } from './open-notice.ts';
import { orderPayments } from './order-payments.ts';
import { readOrder } from './orders.ts';
import type { RazorpayPlatform } from './razorpay-platform.ts';
import { createRefund, readRefund } from './refunds.ts';
import { cancelToken, deleteToken, readToken } from './tokens.ts';
import { razorpayTransport } from './transport.ts';

export interface RazorpayOptions {
  readonly patience?: Patience;
  readonly pacer?: Pick<Pacer, 'pause'>;
}

type Execute = <Answer>(call: RazorpayCall<Answer>) => Promise<Answer>;
type Open = (tenant: TenantContext) => Promise<{ readonly account: RazorpayAccount; readonly run: Execute }>;

const opener = (
  platform: RazorpayPlatform,
  accounts: RazorpayAccounts,
  { patience = defaultPatience, pacer = systemPacer }: RazorpayOptions,
): Open => {
  const { clock } = platform;
  return async (tenant) => {
    const account = await accounts(tenant);
    const ask = asking(razorpayTransport(platform, account, pacer));
    return { account, run: (call) => execute({ ask, clock, patience }, call) };
  };
};

const linkOf = async (
  { account, run }: Awaited<ReturnType<Open>>,
  draft: AuthenticationOrder,
  orderId: string,
): Promise<string> => {
  if (draft.method === 'card') return checkoutLink(account, draft, orderId);
  return account.makesIntents ? (await run(createUpiIntent(draft, orderId))).link : twinIntent(draft, orderId);
};

const ordersOf = (
  { clock }: RazorpayPlatform,
  open: Open,
): Pick<PaymentProvider, 'openAuthentication' | 'openNotice' | 'readOrder' | 'paymentsOf'> => ({
  openAuthentication: async (tenant, draft) => {
    const opened = await open(tenant);
    assertAuthenticable(opened.account, draft);
    const { order, adopted } = await opened.run(placeAuthenticationOrder(draft));
    const type = authenticationTypes[draft.method];
    const url = await linkOf(opened, draft, order.id);
    return {
      orderId: order.id,
      adopted,
      authentication: { type, url, expiresAt: expiryOf(clock, draft.method, order) },
    };
  },
  openNotice: async (tenant, draft) => {
    const { run } = await open(tenant);
    const { order, adopted } = await run(openNotice(draft));
    return { orderId: order.id, adopted };
  },
  readOrder: async (tenant, orderId) => (await open(tenant)).run(readOrder(orderId)),
  paymentsOf: async (tenant, orderId) => (await open(tenant)).run(single(orderPayments(orderId))),
});

/**
 * Razorpay as the payment provider (SH-35); the twin speaks the same. It keeps nothing: the account is looked up for
 * every call. What it needs is in docs/providers.md.
 */
export const razorpayProvider = (
  platform: RazorpayPlatform,
  accounts: RazorpayAccounts,
  options: RazorpayOptions = {},
): PaymentProvider => {
  const open = opener(platform, accounts, options);
  const { clock } = platform;
  return {
    ...ordersOf(platform, open),
    ensureCustomer: async (tenant, payer) => (await open(tenant)).run(ensureCustomer(payer)),
    debit: async (tenant, debit) => {
      const { run } = await open(tenant);
      return orOutcomeUnknown(run(createRecurringPayment(debit)));
    },
    readToken: async (tenant, name) => (await open(tenant)).run(readToken(clock, name)),
    cancelToken: async (tenant, { method, ...name }) => {
      const { run } = await open(tenant);
      // Razorpay has no cancellation of a card's mandate: its documentation deletes the token.
      await run(method === 'card' ? deleteToken(clock, name) : cancelToken(clock, name));
    },
    deleteToken: async (tenant, name) => {
      const { run } = await open(tenant);
      await run(deleteToken(clock, name));
    },
    refund: async (tenant, refund) => (await open(tenant)).run(createRefund(refund)),
    readRefund: async (tenant, refund) => (await open(tenant)).run(readRefund(refund)),
  };
};
