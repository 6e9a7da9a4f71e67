import type { Currency } from '../../kernel/money/currency.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import { create, replace } from '../../kernel/persistence/write-intent.ts';
import { ConcurrentChange } from '../../kernel/errors/domain-error.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { DepositLevel } from '../domain/deposit-level.ts';
import { unseen } from '../domain/deposit-level.ts';
import type { DepositWatch } from '../ports/deposit-watch.ts';
import { partnerKey } from './dynamo-ledger.ts';
import { depositLevelItem, depositSliceItem, partnerBalanceItem } from './partner-items.ts';

const levelKey = (tenant: TenantContext, currency: Currency): Key => ({
  pk: tenantKey(tenant, 'DEPOSIT', currency),
  sk: 'LEVEL',
});

const levelOf = (item: Item): DepositLevel => {
  const { sequence, slices } = depositLevelItem.decode(item);
  return { revision: sequence, slices };
};

export const dynamoDepositWatch = (table: Table): DepositWatch => ({
  read: (image) => {
    if (image?.['item'] !== depositSliceItem.name) return undefined;
    const { currency, slice, version, available, moved } = depositSliceItem.decode(image);
    const tenantId = String(image['pk']).split('#')[1] ?? '';
    return { tenantId, currency, sighting: { slice, version, own: available - moved } };
  },
  find: async (tenant, currency) => {
    const [level, purse] = await Promise.all([
      table.get(levelKey(tenant, currency)),
      table.get(partnerKey(tenant, 'deposit', currency)),
    ]);
    if (purse === undefined) throw new Error(`slices of a deposit in ${currency} that the tenant does not have`);
    return { level: level === undefined ? unseen : levelOf(level), purse: partnerBalanceItem.decode(purse) };
  },
  keep: (tenant, currency, { revision, slices }) => {
    const item = depositLevelItem.encode(levelKey(tenant, currency), {
      sequence: revision,
      slices: [...slices],
    });
    return revision === 1
      ? create('deposit_level', item, () => new ConcurrentChange(currency))
      : replace('deposit_level', item, { sequence: revision - 1, resourceId: currency });
  },
});
