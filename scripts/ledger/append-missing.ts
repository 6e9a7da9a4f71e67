import { continueChain } from '../../functions/balances/infrastructure/dynamo-chain.ts';
import { foldedMark } from '../../functions/balances/infrastructure/dynamo-ledger-fold.ts';
import type { JournalEntry } from '../../functions/balances/ports/ledger-fold.ts';
import type { Table } from '../../functions/kernel/persistence/table.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import { tenantDirectory } from '../../functions/kernel/tenancy/tenant-directory.ts';
import type { Clock } from '../../functions/kernel/time/clock.ts';

/** A transaction takes 100 writes; one of them is the block. */
const entriesPerBlock = 90;

const byEventId = (left: JournalEntry, right: JournalEntry): number => (left.eventId < right.eventId ? -1 : 1);

const append = async (
  { table, clock }: { readonly table: Table; readonly clock: Clock },
  { tenant, entries }: { readonly tenant: TenantContext; readonly entries: readonly JournalEntry[] },
): Promise<void> => {
  const links = entries.map(({ eventId, content }) => ({ eventId, content }));
  // Without the condition: an entry may have been folded before there was a chain.
  const marks = entries.map((entry) => ({ kind: 'put' as const, item: foldedMark(entry, clock).item }));
  const block = await continueChain(table, tenant, { links, origin: 'operator' });
  const { kind } = await table.transact([...marks, block], crypto.randomUUID());
  if (kind !== 'committed') throw new Error(`${tenant.tenantId}: the block was ${kind}; run it again`);
};

/**
 * Adds entries to the end of their tenants' chains, oldest first, in blocks that say that an operator did it. What is
 * chained already stays as it is; nothing here writes a link anew.
 */
export const appendMissing = async (table: Table, entries: readonly JournalEntry[], clock: Clock): Promise<void> => {
  const directory = tenantDirectory(table);
  for (const tenantId of new Set(entries.map((entry) => entry.tenantId))) {
    const tenant = await directory.byId(tenantId);
    if (tenant === undefined) throw new Error(`no tenant ${tenantId}`);
    const own = entries.filter((entry) => entry.tenantId === tenantId).toSorted(byEventId);
    for (let done = 0; done < own.length; done += entriesPerBlock) {
      await append({ table, clock }, { tenant, entries: own.slice(done, done + entriesPerBlock) });
    }
  }
};
