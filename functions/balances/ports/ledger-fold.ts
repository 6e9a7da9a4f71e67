import type { Leg } from '../../kernel/money/leg.ts';
import type { Item } from '../../kernel/persistence/table.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { LedgerTotal } from '../domain/ledger-totals.ts';

/** One journal entry on its way into the totals. */
export interface JournalEntry {
  readonly tenantId: string;
  readonly eventId: string;
  /** Partition of its record. */
  readonly partition: string;
  readonly legs: readonly Leg[];
}

/** Adds journal entries to their tenants' totals. */
export interface LedgerFold {
  /** The journal entry that an image of a new record shows; undefined for all else. @throws when it cannot be read */
  read(image: Item | undefined): JournalEntry | undefined;
  /**
   * Adds the entries up, each once for good, in order and in as few transactions as they need.
   * @returns how many of them, from the first on, are in the totals now; fewer than given when the table did not answer
   */
  fold(entries: readonly JournalEntry[]): Promise<number>;
}

/** Reads a tenant's totals, strongly consistent; they follow the journal within moments. */
export interface LedgerTotals {
  of(tenant: TenantContext): Promise<readonly LedgerTotal[]>;
}
