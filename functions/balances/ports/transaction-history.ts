import type { Temporal } from 'temporal-polyfill';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { Page, PageRequest } from '../../kernel/persistence/page.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { RecordedTransaction } from '../domain/recorded-transaction.ts';
import type { TransactionType } from '../domain/transaction.ts';

/** Which transactions are asked for; instants are the tenant's business time. */
export interface TransactionQuery extends PageRequest {
  /** Inclusive. */
  readonly from?: Temporal.Instant | undefined;
  /** Exclusive; later than `from`. */
  readonly to?: Temporal.Instant | undefined;
  readonly type?: TransactionType | undefined;
}

/** Whose history, and by which clock its instants are to be understood. */
export type HistoryReader = Pick<OperationContext, 'tenant' | 'clock'>;

/**
 * Transactions in the order in which they were made, newest first. With a filter a page may hold fewer rows than asked
 * for, even none, and still name a next page: the work of one call is bounded.
 */
export interface TransactionHistory {
  /** Strongly consistent; empty for a balance that does not exist. @throws cursor_invalid */
  ofBalance(reader: HistoryReader, balanceId: string, query: TransactionQuery): Promise<Page<RecordedTransaction>>;
  /** Of all balances of the tenant; follows within moments. @throws cursor_invalid */
  ofTenant(reader: HistoryReader, query: TransactionQuery): Promise<Page<RecordedTransaction>>;
}

/** One transaction of a tenant; another tenant's is not found. Follows within moments. */
export interface TransactionFinder {
  find(tenant: TenantContext, transactionId: string): Promise<RecordedTransaction | undefined>;
}
