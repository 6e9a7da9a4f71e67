import type { Temporal } from 'temporal-polyfill';
import type { Money } from '../../kernel/money/money.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Authentication } from '../domain/mandate-operation.ts';
import type { Frequency, MandateMethod, Recurrence } from '../domain/mandate.ts';

/** What the provider's reasons mean for us (regulation.md 2.6); `other` is treated like `transient` but alarms. */
export const failureClasses = [
  'mandate_dead',
  'customer_action',
  'request_wrong',
  'cycle_already_paid',
  'limit',
  'transient',
  'risk',
  'other',
] as const;
export type FailureClass = (typeof failureClasses)[number];

/** Why a payment, a token or a refund failed. */
export interface ProviderFailure {
  readonly class: FailureClass;
  /** The provider's reason if it is one of the closed vocabulary, else `unknown_reason`. */
  readonly reason: string;
}

/** The payer as the provider needs it. Personal data: for the request and nothing else. */
export interface Payer {
  readonly name: string;
  readonly email: string;
  /** E.164. */
  readonly phone: string;
}

/** Our key towards the provider (SH-24): at most 40 characters, the same on every try of the same step. */
export type Receipt = string;

interface OrderDraft {
  readonly receipt: Receipt;
  readonly amount: Money;
  /** Ids only; they come back with every event of the order. */
  readonly notes: Readonly<Record<string, string>>;
}

/** An order over which the payer authenticates; with `token` a mandate is registered by it. */
export interface AuthenticationOrder extends OrderDraft {
  /** The provider's customer. */
  readonly customerId: string;
  readonly method: MandateMethod;
  readonly token?:
    | {
        readonly maxAmount: Money;
        readonly expireAt: Temporal.Instant;
        readonly frequency: Frequency;
        readonly recurrence?: Recurrence | undefined;
      }
    | undefined;
}

/** An order with which the provider notifies the payer of a debit to come (two-phase debits). */
export interface NoticeOrder extends OrderDraft {
  readonly tokenId: string;
  /** The provider refuses the debit before this. */
  readonly paymentAfter: Temporal.Instant;
}

export interface OpenedOrder {
  readonly orderId: string;
  /** True: the receipt had an order already, which was checked and adopted (SH-26). */
  readonly adopted: boolean;
}

export interface ProviderNotice {
  readonly status: 'pending' | 'delivered' | 'failed';
  readonly isUnknownStatus?: boolean | undefined;
  readonly deliveredAt?: Temporal.Instant | undefined;
}

export interface ProviderOrder {
  readonly orderId: string;
  readonly receipt: Receipt;
  readonly amount: Money;
  readonly status: 'created' | 'attempted' | 'paid' | 'pending';
  readonly isUnknownStatus?: boolean | undefined;
  readonly notice?: ProviderNotice | undefined;
}

export interface ProviderPayment {
  readonly paymentId: string;
  readonly orderId: string;
  readonly amount: Money;
  readonly status: 'pending' | 'authorized' | 'captured' | 'refunded' | 'failed';
  readonly isUnknownStatus: boolean;
  /** What of it goes back or went back to the payer; undefined: nothing. */
  readonly amountRefunded?: Money | undefined;
  readonly createdAt: Temporal.Instant;
  readonly tokenId?: string | undefined;
  readonly failure?: ProviderFailure | undefined;
  /** Not before this may it be tried again, when the provider says so. */
  readonly retryAfter?: Temporal.Instant | undefined;
  readonly bank?: string | undefined;
  readonly app?: string | undefined;
}

export interface ProviderToken {
  readonly tokenId: string;
  readonly status: 'pending' | 'confirmed' | 'rejected' | 'paused' | 'cancellation_initiated' | 'cancelled' | 'expired';
  readonly isUnknownStatus: boolean;
  readonly failure?: ProviderFailure | undefined;
  readonly bank?: string | undefined;
  readonly app?: string | undefined;
}

export interface ProviderRefund {
  readonly refundId: string;
  readonly status: 'pending' | 'processed' | 'failed';
  readonly isUnknownStatus?: boolean | undefined;
  readonly processedAt?: Temporal.Instant | undefined;
}

/**
 * The payment provider (Razorpay-shaped, regulation.md section 2). A status that nobody has seen before is `pending`, with
 * `isUnknownStatus` for the alarm, which rings at every look. Every call may throw `PaymentRefused` (the provider said no,
 * with its failure), `ReceiptConflict` (a receipt stands for another amount or currency: never a second order)
 * and `TemporarilyUnavailable`. A call that changes something and got no answer was looked up before it throws.
 */
export interface PaymentProvider {
  /** Makes the customer, or finds the one there is. */
  ensureCustomer(tenant: TenantContext, payer: Payer & { readonly reference: string }): Promise<string>;
  openAuthentication(
    tenant: TenantContext,
    order: AuthenticationOrder,
  ): Promise<OpenedOrder & { readonly authentication: Authentication }>;
  openNotice(tenant: TenantContext, order: NoticeOrder): Promise<OpenedOrder>;
  readOrder(tenant: TenantContext, orderId: string): Promise<ProviderOrder>;
  /** All attempts to pay an order, oldest first: how an unknown outcome is resolved. */
  paymentsOf(tenant: TenantContext, orderId: string): Promise<readonly ProviderPayment[]>;
  /**
   * Asks for the money of a notified order. Not idempotent at the provider.
   * @throws OutcomeUnknown when no answer came and the order's payments do not tell; look again, never ask again
   */
  debit(
    tenant: TenantContext,
    debit: {
      readonly orderId: string;
      readonly customerId: string;
      readonly tokenId: string;
      readonly amount: Money;
      readonly payer: Payer;
      readonly description: string;
      readonly notes: Readonly<Record<string, string>>;
    },
  ): Promise<{ readonly paymentId: string }>;
  /** undefined: the provider does not list it (any more). */
  readToken(
    tenant: TenantContext,
    token: { readonly customerId: string; readonly tokenId: string },
  ): Promise<ProviderToken | undefined>;
  /** Asks the network to close the mandate; not final until the token says so. */
  cancelToken(
    tenant: TenantContext,
    token: { readonly customerId: string; readonly tokenId: string; readonly method: MandateMethod },
  ): Promise<void>;
  /** Erases what the provider keeps of the instrument; on UPI this does not cancel anything. */
  deleteToken(tenant: TenantContext, token: { readonly customerId: string; readonly tokenId: string }): Promise<void>;
  /** @param refund.key 10 or more characters of letters, digits, `-` and `_`: the same key is the same refund */
  refund(
    tenant: TenantContext,
    refund: { readonly paymentId: string; readonly amount: Money; readonly key: string },
  ): Promise<ProviderRefund>;
  readRefund(
    tenant: TenantContext,
    refund: { readonly paymentId: string; readonly refundId: string },
  ): Promise<ProviderRefund>;
}
