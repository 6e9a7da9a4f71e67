import type { Temporal } from 'temporal-polyfill';
import type { Money } from '../../kernel/money/money.ts';

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
  readonly status: 'queued' | 'sent' | 'delivered' | 'failed';
  /** The provider's order that carries it. */
  readonly orderId?: string | undefined;
  /** Hash of what was said: the debit may not differ from it. */
  readonly contentHash: string;
  /** Counts from 1; a notice that failed is sent again once, on the other channel too. */
  readonly number: number;
  readonly sentAt?: Temporal.Instant | undefined;
  /** By the provider's clock. */
  readonly deliveredAt?: Temporal.Instant | undefined;
}

/** One time that the money was asked for. */
export interface DebitAttempt {
  readonly number: number;
  readonly status: 'executing' | 'unknown' | 'captured' | 'failed';
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
  /** Keys and dates of the rules that it was decided by, such as `law.emandate.afaFreeMaxMinor.default@2022-06-16`. */
  readonly ruleVersions: readonly string[];
  readonly notice?: PreDebitNotice | undefined;
  /** At most 4 (rule 29). */
  readonly attempts: readonly DebitAttempt[];
  /** The one-time payment that stands in for it when the payer has to authenticate (SH-22). */
  readonly paymentId?: string | undefined;
  readonly succeededAt?: Temporal.Instant | undefined;
  readonly endReason?: string | undefined;
  readonly createdAt: Temporal.Instant;
  /** Counts the changes, from 1. */
  readonly sequence: number;
}
