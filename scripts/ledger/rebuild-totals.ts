import type { TotalAccount } from '../../functions/balances/domain/ledger-totals.ts';
import { totalsOf } from '../../functions/balances/domain/ledger-totals.ts';
import { foldedMark, ledgerPartition } from '../../functions/balances/infrastructure/dynamo-ledger-fold.ts';
import { ledgerTotalItem } from '../../functions/balances/infrastructure/ledger-items.ts';
import type { JournalEntry } from '../../functions/balances/ports/ledger-fold.ts';
import type { Currency } from '../../functions/kernel/money/currency.ts';
import type { Table } from '../../functions/kernel/persistence/table.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import { tenantDirectory } from '../../functions/kernel/tenancy/tenant-directory.ts';
import type { Clock } from '../../functions/kernel/time/clock.ts';

const moreTotalsThanThereAre = 1_000;

const writeTotals = async (table: Table, tenant: TenantContext, entries: readonly JournalEntry[]): Promise<void> => {
  const pk = ledgerPartition(tenant);
  const name = ({ account, currency }: { account: TotalAccount; currency: Currency }) => `${account}#${currency}`;
  const totals = totalsOf(entries.flatMap(({ legs }) => legs));
  const { items } = await table.query({ pk, limit: moreTotalsThanThereAre });
  const wanted = new Set(totals.map(name));
  for (const sk of items.map((item) => String(item['sk'])).filter((sk) => !wanted.has(sk))) {
    await table.write({ kind: 'delete', key: { pk, sk } });
  }
  for (const total of totals) {
    await table.write({ kind: 'put', item: ledgerTotalItem.encode({ pk, sk: name(total) }, total) });
  }
};

/**
 * Replaces every tenant's totals by what its journal adds up to, and marks the entries, so that what the stream still
 * has to tell is not added a second time.
 */
export const rebuildTotals = async (table: Table, entries: readonly JournalEntry[], clock: Clock): Promise<void> => {
  const directory = tenantDirectory(table);
  for (const entry of entries) await table.write(foldedMark(entry, clock));
  for (const tenantId of new Set(entries.map((entry) => entry.tenantId))) {
    const tenant = await directory.byId(tenantId);
    if (tenant === undefined) throw new Error(`no tenant ${tenantId}`);
    const own = entries.filter((entry) => entry.tenantId === tenantId);
    await writeTotals(table, tenant, own);
  }
};
