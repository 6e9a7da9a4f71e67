import type { Lowering } from '../../kernel/events/record.ts';
import type { Leg } from '../../kernel/money/leg.ts';
import type { Item } from '../../kernel/persistence/table.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { LedgerTotal } from '../domain/ledger-totals.ts';

/** One journal entry on its way into the totals and the chain. */
export interface JournalEntry {
  readonly tenantId: string;
  readonly eventId: string;
  /** Partition of its record. */
  readonly partition: string;
  readonly legs: readonly Leg[];
  /** Whose total it lowers. */
  readonly lowers?: Lowering | undefined;
  /** Hash of all that the record holds for good. */
  readonly content: string;
}

/** Adds journal entries to their tenants' totals and hash chains, and takes what left persons from their totals. */
export interface LedgerFold {
  /** The journal entry that an image of a new record shows; undefined for all else. @throws when it cannot be read */
  read(image: Item | undefined): JournalEntry | undefined;
  /**
   * Adds the entries up, lowers persons' totals and chains them, each once for good, in order and in as few transactions as they need.
   * @returns how many of them, from the first on, are in the totals and the chain now; fewer than given when the table did not answer
   */
  fold(entries: readonly JournalEntry[]): Promise<number>;
}

/** Reads a tenant's totals, strongly consistent; they follow the journal within moments. */
export interface LedgerTotals {
  of(tenant: TenantContext): Promise<readonly LedgerTotal[]>;
}
