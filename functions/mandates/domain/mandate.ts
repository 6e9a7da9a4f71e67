import type { Temporal } from 'temporal-polyfill';
import type { Money } from '../../kernel/money/money.ts';
import type { AuthCharge } from './auth-charge.ts';
import type { AfaProof, MandateOperation } from './mandate-operation.ts';
import type { NotificationChannel } from './notification-channel.ts';

/** Instruments that a mandate stands on (SH-04). */
export const mandateMethods = ['card', 'upi'] as const;
export type MandateMethod = (typeof mandateMethods)[number];

/** `exact`: every debit is the mandate's amount. `max`: up to it (rule 23). */
export const amountRules = ['exact', 'max'] as const;
export type AmountRule = (typeof amountRules)[number];

/** How often money may be asked for (rule 22); a single payment is no mandate. `bimonthly` is every two months. */
export const frequencies = [
  'daily',
  'weekly',
  'fortnightly',
  'monthly',
  'bimonthly',
  'quarterly',
  'half_yearly',
  'yearly',
  'as_presented',
] as const;
export type Frequency = (typeof frequencies)[number];

/** On which days of a cycle a debit may be executed (rule 24). */
export const recurrenceRules = ['on', 'before', 'after'] as const;

export interface Recurrence {
  readonly rule: (typeof recurrenceRules)[number];
  /** 1 to 7 (Monday to Sunday) in weekly cycles, 1 to 31 in longer ones; beyond a month's end it is its last day. */
  readonly day: number;
}

/** Chooses the ceiling below which no authentication is asked (rules 3, 4). */
export const mandateCategories = ['standard', 'insurance', 'mutual_fund', 'credit_card_bill'] as const;
export type MandateCategory = (typeof mandateCategories)[number];

/** States of a mandate (domain.md 2.8). */
export const mandateStatuses = [
  'created',
  'pending_authentication',
  'pending_confirmation',
  'active',
  'paused',
  'cancellation_pending',
  'cancelled',
  'rejected',
  'completed',
  'expired',
] as const;
export type MandateStatus = (typeof mandateStatuses)[number];

export const pausers = ['server', 'customer', 'payer_app'] as const;
export type PausedBy = (typeof pausers)[number];

/** Limits of bank and app as far as the caller knows them (SH-19); nobody can ask for them. */
export interface KnownLimits {
  readonly bankRecurring: Money;
  readonly bankDaily: Money;
  readonly appRecurring: Money;
}

/** A debit that has not ended: it takes its cycle's slot (rule 32) and is cancelled with the mandate. */
export interface OpenDebit {
  readonly debitId: string;
  /** Which cycle its due day lies in, such as `2026-11`; the debit's own id under `as_presented`. */
  readonly cycle: string;
}

/** The attempts of all debits of one cycle. */
export interface CycleAttempts {
  readonly cycle: string;
  readonly attempts: number;
}

/** The provider's side of the mandate. */
export interface RemoteReference {
  readonly customerId: string;
  /** What later debits are asked with (SH-08); erased when a withdrawal has settled (rule 19). */
  readonly tokenId?: string | undefined;
  /** The network's number of the mandate, when the provider tells it; never a key. */
  readonly umn?: string | undefined;
  /** The bank or the app that the payer chose, as the provider names it: for success rates, never for decisions. */
  readonly bank?: string | undefined;
  readonly app?: string | undefined;
}

/** A standing instruction of a customer to pay from an instrument outside the platform (SH-05, SH-31). */
export interface Mandate {
  readonly mandateId: string;
  readonly customerId: string;
  readonly method: MandateMethod;
  readonly status: MandateStatus;
  readonly amountRule: AmountRule;
  readonly maxAmount: Money;
  /** Whether the instrument's bank refuses more than the maximum by itself (SH-18): UPI hard, card soft. */
  readonly limitKind: 'hard' | 'soft';
  readonly frequency: Frequency;
  readonly recurrence?: Recurrence | undefined;
  readonly category: MandateCategory;
  readonly validFrom: Temporal.Instant;
  readonly validUntil: Temporal.Instant;
  readonly description: string;
  readonly notification: { readonly channel: NotificationChannel };
  readonly knownLimits?: KnownLimits | undefined;
  /** Which text on changing and withdrawing the customer was shown. */
  readonly disclosureVersion: string;
  readonly remote: RemoteReference;
  /** The INR 1 by which the registration was authenticated (SH-06, SH-11, D-17). */
  readonly authCharge?: AuthCharge | undefined;
  /** Such charges of later authentications, until they are refunded. */
  readonly otherCharges: readonly AuthCharge[];
  readonly afa?: AfaProof | undefined;
  /** At most one at a time; while a withdrawal is open no debit starts. */
  readonly openOperation?: MandateOperation | undefined;
  readonly pausedUntil?: Temporal.Instant | undefined;
  /** Set while it is paused. `payer_app`: the provider told us, and only the payer lifts it there. */
  readonly pausedBy?: PausedBy | undefined;
  /** Unpaid orders whose authentication is over, newest last, at most 5: one that is paid all the same is refunded. */
  readonly pastOrders: readonly string[];
  /** Until when somebody looks whether one of them was paid, in case the provider's word got lost. */
  readonly lateUntil?: Temporal.Instant | undefined;
  /** Tokens at the provider that stand for nothing any more and have to be cancelled there. */
  readonly tokensToCancel: readonly string[];
  /** When somebody looks whether the provider has done what it was asked for; set while it has not. */
  readonly followFrom?: Temporal.Instant | undefined;
  /** At most 20. */
  readonly openDebits: readonly OpenDebit[];
  /** The open debit whose money is being asked for; only one at a time. */
  readonly executing?: string | undefined;
  /** Cycles that had their successful debit, or the INR 1 in its place, newest last; at most 4 are kept. */
  readonly usedCycles: readonly string[];
  /** How often money was asked for in a cycle (rule 29), newest last; at most 4 are kept. */
  readonly cycleAttempts?: readonly CycleAttempts[] | undefined;
  /** Why it was rejected or cancelled: a code of the closed vocabulary. */
  readonly endReason?: string | undefined;
  readonly endedAt?: Temporal.Instant | undefined;
  /** When the provider's references were erased (rule 19). */
  readonly purgedAt?: Temporal.Instant | undefined;
  readonly createdAt: Temporal.Instant;
  /** Counts the changes, from 1. */
  readonly sequence: number;
}
