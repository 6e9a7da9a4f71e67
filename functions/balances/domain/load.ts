import type { Temporal } from 'temporal-polyfill';
import type { RecordDraft } from '../../kernel/events/record.ts';
import type { Money } from '../../kernel/money/money.ts';
import { toWire } from '../../kernel/money/money.ts';

/** Life of a load (domain.md 2.7). */
export const loadStatuses = ['processing', 'completed', 'failed', 'returned'] as const;
export type LoadStatus = (typeof loadStatuses)[number];

/**
 * Why a load failed: the account does not hold that much; the bank does not take the order; the balance took no money
 * any more when the money was there.
 */
export const loadFailures = ['insufficient_funds', 'source_invalid', 'balance_unavailable'] as const;
export type LoadFailure = (typeof loadFailures)[number];

/** Where a load's money comes from. An allow-list: nothing that lends money is on it (rule 69). */
export type LoadSource =
  { readonly type: 'gateway'; readonly paymentId: string } | { readonly type: 'bank_account'; readonly token: string };

/** A load that is more than its journal entry: it takes time, or its money came in under somebody else's id. */
export interface Load<Source extends LoadSource = LoadSource> {
  readonly loadId: string;
  readonly balanceId: string;
  readonly customerId: string;
  readonly amount: Money;
  readonly source: Source;
  /** What it cost its company, and by which version of the program's fee schedule; undefined where none names it. */
  readonly fee?: { readonly amount: Money; readonly scheduleVersion: number } | undefined;
  readonly status: LoadStatus;
  /** While `processing`: the load is going to fail, and its money goes back first. */
  readonly failure?: LoadFailure | undefined;
  /** Whose limits it counts towards, and how well that one was known when it was reserved. */
  readonly person?: string | undefined;
  readonly level: 'minimum' | 'full';
  /** The journal entry of the completed load. */
  readonly transactionId?: string | undefined;
  /** The bank's id of the transfer. */
  readonly externalId?: string | undefined;
  /** Business time: names the windows in which its limits were reserved. */
  readonly createdAt: Temporal.Instant;
  readonly sequence: number;
}

export type BankLoad = Load<Extract<LoadSource, { readonly type: 'bank_account' }>>;

/** Only a load from a bank account is ever between two states. */
export const isBankLoad = (load: Load): load is BankLoad => load.source.type === 'bank_account';

/** The money is in. */
export const completed = (
  load: BankLoad,
  by: { readonly transactionId: string; readonly externalId: string },
): BankLoad => ({ ...load, ...by, status: 'completed', sequence: load.sequence + 1 });

/** Decides that the load fails, once what was collected is given back: from now on it cannot complete. */
export const givenUp = (load: BankLoad): BankLoad => ({
  ...load,
  failure: 'balance_unavailable',
  sequence: load.sequence + 1,
});

/** Nothing of it is here. */
export const failed = (load: BankLoad, failure: LoadFailure): BankLoad => ({
  ...load,
  failure,
  status: 'failed',
  sequence: load.sequence + 1,
});

/** The bank took the money back. */
export const returned = (load: BankLoad): BankLoad => ({ ...load, status: 'returned', sequence: load.sequence + 1 });

/** The record of a load that came to nothing; one that did not shows in its transaction. */
export const loadFailedRecord = (partition: string, { loadId, balanceId, ...load }: BankLoad): RecordDraft => ({
  resource: { type: 'load', id: loadId },
  partition,
  sequence: load.sequence,
  type: 'load.failed',
  data: { loadId, balanceId, amount: toWire(load.amount), failure: load.failure },
});
