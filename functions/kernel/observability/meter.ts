/** One answered operation (M-34 latency, M-35 statuses, M-36 requests per second). */
export interface OperationSample {
  readonly operation: string;
  readonly surface: string;
  /** `none` where no tenant is known. */
  readonly tenantId: string;
  /** HTTP status, or 200 / 500 for queue, stream, schedule and workflow triggers. */
  readonly status: number;
  readonly latencyMs: number;
}

/** One call to a provider, measured by its client's interceptor (M-37). */
export interface ProviderSample {
  readonly provider: string;
  readonly call: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly latencyMs: number;
}

/**
 * A registration or a debit that ended (SH-32). Success rates are read by method, bank, app and reason, so each is of a
 * small vocabulary: never an id, never a text that somebody typed.
 */
export interface OutcomeSample {
  /** `large_debit`: one above the amount that needs no authentication; it is measured as a `debit` as well. */
  readonly subject: 'registration' | 'debit' | 'large_debit';
  readonly isSuccess: boolean;
  readonly method: string;
  /** As the provider names them; undefined where it does not. */
  readonly bank?: string | undefined;
  readonly app?: string | undefined;
  /** Why it failed: a code of the closed vocabulary. */
  readonly reason?: string | undefined;
}

/** Business counters by a fixed name. */
export interface Meter {
  operation(sample: OperationSample): void;
  provider(sample: ProviderSample): void;
  outcome(sample: OutcomeSample): void;
  count(name: CounterName, amount: number): void;
}

export type CounterName =
  | 'event_quarantined'
  | 'event_recovered'
  /** Payments that went on because the poller looked, not because the provider said so. */
  | 'payment_recovered'
  | 'message_rejected'
  | 'timer_overdue'
  | 'duplicate_event'
  /** The network heard "declined, try again": nobody knew in time. */
  | 'authorization_out_of_time'
  /** And nobody was told to find out what became of it. */
  | 'authorization_doubt_lost'
  /** The tenant did not answer its decision webhook in time: its default decided. */
  | 'tenant_decision_silent'
  /** A payment, token, refund, order or notice in a state that nobody has seen before: it waits. */
  | 'payment_status_unknown'
  /** The INR 1 of an authentication is not back with its payer in time (D-17). */
  | 'auth_charge_refund_overdue'
  /** The network has not closed a mandate in time that its payer or payee has withdrawn. */
  | 'withdrawal_overdue';
