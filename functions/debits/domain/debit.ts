import type { Temporal } from 'temporal-polyfill';
import type { Money } from '../../kernel/money/money.ts';
import type { Refunded } from './refund.ts';

/** States of a debit (domain.md 2.9). */
export const debitStatuses = [
  'scheduled',
  'notifying',
  'notification_failed',
  'notified',
  'eligible',
  'executing',
  'unknown',
  'retry_wait',
  'succeeded',
  'failed',
  'exhausted',
  'requires_authentication',
  'opted_out',
  'skipped',
  'cancelled',
  'blocked',
  'abandoned',
] as const;
export type DebitStatus = (typeof debitStatuses)[number];

/** The notice that goes before a debit (rules 8, 9); the 24 hours run from its delivery. */
export interface PreDebitNotice {
  readonly preDebitNoticeId: string;
  readonly status: (typeof noticeStatuses)[number];
  /** The provider's order that carries it. */
  readonly orderId?: string | undefined;
  /** Hash of what was said: the debit may not differ from it. */
  readonly contentHash: string;
  /** Counts the debit's notices from 1; each is an order of its own at the provider. */
  readonly number: number;
  /** It was sent because the one before had failed: there is no third try. */
  readonly isRepeat: boolean;
  /** What the provider was told: it refuses the debit before this. */
  readonly paymentAfter: Temporal.Instant;
  readonly sentAt?: Temporal.Instant | undefined;
  /** By the provider's clock. */
  readonly deliveredAt?: Temporal.Instant | undefined;
}

/** Notices of one debit: those that failed or lapsed, or whose cycle ended, are followed by new ones up to here. */
export const mostNotices = 5;

export const noticeStatuses = ['queued', 'sent', 'delivered', 'undelivered'] as const;
export const attemptStatuses = ['executing', 'unknown', 'captured', 'failed'] as const;
export type AttemptStatus = (typeof attemptStatuses)[number];

/** That the customer itself said no to one debit (rule 6): the proof is the session on a paired device. */
export interface OptOut {
  readonly at: Temporal.Instant;
  /** The installation by which the customer was authenticated. */
  readonly reference: string;
}

/** One time that the money was asked for. */
export interface DebitAttempt {
  readonly number: number;
  readonly status: AttemptStatus;
  readonly at: Temporal.Instant;
  readonly paymentId?: string | undefined;
  /** A code of the closed vocabulary. */
  readonly reason?: string | undefined;
}

/** Money that a tenant collects under a mandate, once. */
export interface Debit {
  readonly debitId: string;
  readonly mandateId: string;
  readonly customerId: string;
  readonly amount: Money;
  readonly status: DebitStatus;
  /** When the tenant wants it. */
  readonly dueAt: Temporal.Instant;
  /** The tenant's reference, and the reason that the notice gives. */
  readonly reference: string;
  readonly reason: string;
  /** Slot of the mandate that it takes. */
  readonly cycle: string;
  readonly notifyAt: Temporal.Instant;
  readonly earliestDebitAt: Temporal.Instant;
  readonly requiresAuthentication: boolean;
  /** More than the ceiling below which no authentication is asked (SH-32 measures these by themselves). */
  readonly aboveThreshold: boolean;
  /** Keys and dates of the rules that it was decided by, such as `law.emandate.afaFreeMaxMinor.default@2022-06-16`. */
  readonly ruleVersions: readonly string[];
  readonly notice?: PreDebitNotice | undefined;
  /** At most 4 (rule 29). */
  readonly attempts: readonly DebitAttempt[];
  /** The one-time payment that stands in for it when the payer has to authenticate (SH-22). */
  readonly paymentId?: string | undefined;
  /** When the money is asked for next: once the notice was delivered, and after each failure. */
  readonly nextAttemptAt?: Temporal.Instant | undefined;
  readonly optOut?: OptOut | undefined;
  readonly succeededAt?: Temporal.Instant | undefined;
  /** Of one that succeeded: the money was in, and as much of it is not there any more. */
  readonly refunded?: Refunded | undefined;
  /** A code of the closed vocabulary (failure-reasons.ts). */
  readonly endReason?: string | undefined;
  /** Since when nobody looks any more whether the money of one that ended without it has come after all. */
  readonly closedAt?: Temporal.Instant | undefined;
  readonly createdAt: Temporal.Instant;
  /** Counts the changes, from 1. */
  readonly sequence: number;
}
