import { Temporal } from 'temporal-polyfill';
import { OutcomeUnknown, TemporarilyUnavailable } from '../../functions/kernel/errors/domain-error.ts';
import type { Clock } from '../../functions/kernel/time/clock.ts';
import type {
  AuthenticationOrder,
  NoticeOrder,
  PaymentProvider,
  ProviderFailure,
  ProviderNotice,
  ProviderOrder,
  ProviderPayment,
  ProviderRefund,
  ProviderToken,
} from '../../functions/mandates/ports/payment-provider.ts';
import { PaymentRefused, ReceiptConflict } from '../../functions/mandates/ports/payment-refused.ts';

type Step = keyof PaymentProvider;

/** `before`: nothing happened; `after`: it happened and the answer was lost; a failure: the provider says no. */
export type PaymentFault = 'before' | 'after' | ProviderFailure;

export type DebitOutcome = 'captured' | 'pending' | { readonly failed: ProviderFailure };

type Order = ProviderOrder & { readonly draft: AuthenticationOrder | NoticeOrder };
type Token = ProviderToken & { readonly customerId: string };
type Refund = ProviderRefund & { readonly paymentId: string; readonly key: string };

/** A payment provider in memory: it does what the test says, and remembers all it was asked. */
export interface FakePaymentProvider extends PaymentProvider {
  /** Every call that arrived, in order; a repeat is in it again. */
  readonly calls: { readonly step: Step; readonly about: string }[];
  readonly orders: ReadonlyMap<string, ProviderOrder & { readonly draft: AuthenticationOrder | NoticeOrder }>;
  readonly payments: ReadonlyMap<string, ProviderPayment>;
  readonly tokens: ReadonlyMap<string, Token>;
  readonly refunds: ReadonlyMap<string, Refund>;
  /** The next `times` (1) calls of a step meet this fault. */
  fail(step: Step, fault: PaymentFault, times?: number): void;
  /** The payer authenticates an order, or does not. @returns the payment; undefined when the payer walked away */
  authenticate(
    orderId: string,
    outcome: 'success' | 'failure' | 'abandoned',
    more?: {
      readonly tokenStatus?: ProviderToken['status'];
      readonly paymentStatus?: ProviderPayment['status'];
      readonly isUnknownStatus?: boolean;
      readonly failure?: ProviderFailure;
      readonly bank?: string;
      readonly app?: string;
    },
  ): ProviderPayment | undefined;
  /** The network changes a token by itself. */
  setToken(tokenId: string, change: Partial<Omit<ProviderToken, 'tokenId'>>): void;
  /** The provider lists the token no more. */
  forgetToken(tokenId: string): void;
  setPayment(paymentId: string, change: Partial<Omit<ProviderPayment, 'paymentId'>>): void;
  setNotice(orderId: string, notice: ProviderNotice): void;
  /** What becomes of notices that are ordered from now on; `pending` unless said otherwise. */
  noticesAre(status: ProviderNotice['status']): void;
  /** What becomes of the money that is asked for from now on; `captured` unless said otherwise. */
  debitsAre(outcome: DebitOutcome): void;
  /** What becomes of refunds from now on; `processed` unless said otherwise. */
  refundsAre(status: ProviderRefund['status']): void;
  setRefund(refundId: string, status: ProviderRefund['status'], isUnknownStatus?: boolean): void;
  /** How the network answers cancellations from now on; `cancelled` unless said otherwise. */
  cancellationsAre(status: ProviderToken['status']): void;
}

const notAuthenticated: ProviderFailure = { class: 'customer_action', reason: 'authentication_failed' };

let made = 0;
const newId = (prefix: string): string => {
  made += 1;
  return `${prefix}_${String(made).padStart(14, '0')}`;
};

const found = <Value>(map: ReadonlyMap<string, Value>, id: string): Value => {
  const value = map.get(id);
  if (value === undefined) throw new PaymentRefused({ class: 'request_wrong', reason: 'bad_request' });
  return value;
};

export const fakePaymentProvider = (clock: Clock): FakePaymentProvider => {
  const calls: { step: Step; about: string }[] = [];
  const customers = new Map<string, string>();
  const orders = new Map<string, Order>();
  const payments = new Map<string, ProviderPayment>();
  const tokens = new Map<string, Token>();
  const refunds = new Map<string, Refund>();
  const faults = new Map<Step, PaymentFault[]>();
  const next: {
    notice: ProviderNotice['status'];
    debit: DebitOutcome;
    refund: ProviderRefund['status'];
    cancellation: ProviderToken['status'];
  } = { notice: 'pending', debit: 'captured', refund: 'processed', cancellation: 'cancelled' };

  const run = <Answer>(step: Step, about: string, act: () => Answer): Answer => {
    calls.push({ step, about });
    const fault = faults.get(step)?.shift();
    if (fault === 'before') throw new TemporarilyUnavailable();
    if (fault !== undefined && fault !== 'after') throw new PaymentRefused(fault);
    const answer = act();
    if (fault === 'after') throw step === 'debit' ? new OutcomeUnknown() : new TemporarilyUnavailable();
    return answer;
  };

  const addPayment = (
    payment: Omit<ProviderPayment, 'paymentId' | 'createdAt' | 'isUnknownStatus'>,
    unknown = false,
  ) => {
    const added = { ...payment, paymentId: newId('pay'), createdAt: clock.now(), isUnknownStatus: unknown };
    payments.set(added.paymentId, added);
    const order = found(orders, payment.orderId);
    const isPaid = payment.status === 'captured' || order.status === 'paid';
    orders.set(order.orderId, { ...order, status: isPaid ? 'paid' : 'attempted' });
    return added;
  };

  /** The order of a receipt: there at most once, and never of another amount (SH-25, SH-26). */
  const orderOf = (draft: AuthenticationOrder | NoticeOrder, notice?: ProviderNotice) => {
    const known = [...orders.values()].find(({ receipt }) => receipt === draft.receipt);
    if (known !== undefined) {
      const { minor, currency } = known.amount;
      if (minor !== draft.amount.minor || currency !== draft.amount.currency) throw new ReceiptConflict();
      return { orderId: known.orderId, adopted: true };
    }
    const orderId = newId('order');
    const { receipt, amount } = draft;
    orders.set(orderId, { orderId, receipt, amount, status: 'created', draft, ...(notice && { notice }) });
    return { orderId, adopted: false };
  };

  const noticeNow = (): ProviderNotice =>
    next.notice === 'delivered' ? { status: 'delivered', deliveredAt: clock.now() } : { status: next.notice };

  const publicOrder = ({ draft: _draft, ...order }: Order): ProviderOrder => order;

  const provider: PaymentProvider = {
    ensureCustomer: async (_tenant, { reference }) =>
      run('ensureCustomer', reference, () => {
        const customerId = customers.get(reference) ?? newId('cust');
        customers.set(reference, customerId);
        return customerId;
      }),
    openAuthentication: async (_tenant, draft) =>
      run('openAuthentication', draft.receipt, () => {
        const order = orderOf(draft);
        return {
          ...order,
          authentication: {
            type: draft.method === 'card' ? ('redirect' as const) : ('upi_intent' as const),
            url:
              draft.method === 'card' ? `https://bank.example/${order.orderId}` : `upi://mandate?tr=${order.orderId}`,
            expiresAt: clock.now().add(Temporal.Duration.from({ minutes: 15 })),
          },
        };
      }),
    openNotice: async (_tenant, draft) => run('openNotice', draft.receipt, () => orderOf(draft, noticeNow())),
    readOrder: async (_tenant, orderId) => run('readOrder', orderId, () => publicOrder(found(orders, orderId))),
    paymentsOf: async (_tenant, orderId) =>
      run('paymentsOf', orderId, () => [...payments.values()].filter((payment) => payment.orderId === orderId)),
    debit: async (_tenant, { orderId, tokenId, amount }) =>
      run('debit', orderId, () => {
        if (found(orders, orderId).status === 'paid') {
          throw new PaymentRefused({ class: 'request_wrong', reason: 'order_already_paid' });
        }
        const { debit } = next;
        const { paymentId } = addPayment({
          orderId,
          amount,
          tokenId,
          ...(typeof debit === 'string' ? { status: debit } : { status: 'failed' as const, failure: debit.failed }),
        });
        return { paymentId };
      }),
    readToken: async (_tenant, { customerId, tokenId }) =>
      run('readToken', tokenId, () => {
        const token = tokens.get(tokenId);
        return token?.customerId === customerId ? token : undefined;
      }),
    cancelToken: async (_tenant, { tokenId }) =>
      run('cancelToken', tokenId, () => {
        const token = found(tokens, tokenId);
        tokens.set(tokenId, { ...token, status: next.cancellation });
      }),
    deleteToken: async (_tenant, { tokenId }) => run('deleteToken', tokenId, () => void tokens.delete(tokenId)),
    refund: async (_tenant, { paymentId, key }) =>
      run('refund', paymentId, () => {
        const known = [...refunds.values()].find((refund) => refund.paymentId === paymentId && refund.key === key);
        if (known !== undefined) return known;
        found(payments, paymentId);
        const refundId = newId('rfnd');
        const processed = next.refund === 'processed' ? { processedAt: clock.now() } : {};
        const refund = { refundId, paymentId, key, status: next.refund, ...processed };
        refunds.set(refundId, refund);
        return refund;
      }),
    readRefund: async (_tenant, { refundId }) => run('readRefund', refundId, () => found(refunds, refundId)),
  };

  const newToken = (order: Order, more: { tokenStatus?: ProviderToken['status']; bank?: string; app?: string }) => {
    const { draft } = order;
    if (!('customerId' in draft) || draft.token === undefined) return {};
    const tokenId = newId('token');
    const { tokenStatus: status = 'confirmed', bank, app } = more;
    const seen = { ...(bank !== undefined && { bank }), ...(app !== undefined && { app }) };
    tokens.set(tokenId, { tokenId, customerId: draft.customerId, status, isUnknownStatus: false, ...seen });
    return { tokenId };
  };

  return {
    ...provider,
    calls,
    orders,
    payments,
    tokens,
    refunds,
    fail: (step, fault, times = 1) => {
      faults.set(step, [...(faults.get(step) ?? []), ...Array.from({ length: times }, () => fault)]);
    },
    authenticate: (orderId, outcome, more = {}) => {
      if (outcome === 'abandoned') return undefined;
      const order = found(orders, orderId);
      const { bank, app, isUnknownStatus } = more;
      const seen = { ...(bank !== undefined && { bank }), ...(app !== undefined && { app }) };
      if (outcome === 'failure') {
        const failure = more.failure ?? notAuthenticated;
        return addPayment({ orderId, amount: order.amount, status: 'failed', failure, ...seen });
      }
      const status = more.paymentStatus ?? 'captured';
      return addPayment(
        { orderId, amount: order.amount, status, ...newToken(order, more), ...seen },
        isUnknownStatus ?? false,
      );
    },
    setToken: (tokenId, change) => void tokens.set(tokenId, { ...found(tokens, tokenId), ...change }),
    forgetToken: (tokenId) => void tokens.delete(tokenId),
    setPayment: (paymentId, change) => void payments.set(paymentId, { ...found(payments, paymentId), ...change }),
    setNotice: (orderId, notice) => void orders.set(orderId, { ...found(orders, orderId), notice }),
    noticesAre: (status) => {
      next.notice = status;
    },
    debitsAre: (outcome) => {
      next.debit = outcome;
    },
    refundsAre: (status) => {
      next.refund = status;
    },
    setRefund: (refundId, status, isUnknownStatus = false) => {
      const processed = status === 'processed' ? { processedAt: clock.now() } : {};
      refunds.set(refundId, { ...found(refunds, refundId), status, isUnknownStatus, ...processed });
    },
    cancellationsAre: (status) => {
      next.cancellation = status;
    },
  };
};
