import type { TotalAccount } from '../../functions/balances/domain/ledger-totals.ts';
import { totalsOf } from '../../functions/balances/domain/ledger-totals.ts';
import { ledgerPartition } from '../../functions/balances/infrastructure/dynamo-ledger-fold.ts';
import { ledgerTotalItem } from '../../functions/balances/infrastructure/ledger-items.ts';
import type { JournalEntry } from '../../functions/balances/ports/ledger-fold.ts';
import type { Currency } from '../../functions/kernel/money/currency.ts';
import type { Table } from '../../functions/kernel/persistence/table.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import { tenantDirectory } from '../../functions/kernel/tenancy/tenant-directory.ts';

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
 * Replaces every tenant's totals by what these entries add up to.
 * @param entries those in the chains: an entry is chained and added up in one transaction, so what is not in the chain
 *   yet will be added by the stream
 */
export const rebuildTotals = async (table: Table, entries: readonly JournalEntry[]): Promise<void> => {
  const directory = tenantDirectory(table);
  for (const tenantId of new Set(entries.map((entry) => entry.tenantId))) {
    const tenant = await directory.byId(tenantId);
    if (tenant === undefined) throw new Error(`no tenant ${tenantId}`);
    const own = entries.filter((entry) => entry.tenantId === tenantId);
    await writeTotals(table, tenant, own);
  }
};
