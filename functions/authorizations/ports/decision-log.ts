import type { Temporal } from 'temporal-polyfill';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Merchant } from '../domain/network-message.ts';
import type { Reason } from '../domain/reasons.ts';
import type { Currency } from '../../kernel/money/currency.ts';

/** One check as it was kept. */
export interface KeptCheck {
  readonly name: string;
  readonly passed: boolean;
  readonly input: unknown;
  readonly threshold: unknown;
  readonly ruleVersion: string;
  /** Of a failed spend limit: whose it is, what is left of it, when it is full again. */
  readonly limit?: Readonly<Record<string, unknown>> | undefined;
}

/** A decision as it was recorded. */
export interface RecordedDecision {
  readonly authorizationId: string;
  readonly reason: Reason;
  readonly approved: boolean;
  readonly decidedAt: Temporal.Instant;
  /** undefined: the write's own conditions decided. */
  readonly checks: readonly KeptCheck[] | undefined;
  readonly wouldPassWith: Readonly<Record<string, unknown>> | undefined;
  readonly request: {
    readonly minor: bigint;
    readonly currency: Currency;
    readonly merchant: Merchant;
    readonly channel: string;
  };
}

/** Decisions, found by id; within moments after they were made. */
export interface DecisionLog {
  find(tenant: TenantContext, decisionId: string): Promise<RecordedDecision | undefined>;
}
