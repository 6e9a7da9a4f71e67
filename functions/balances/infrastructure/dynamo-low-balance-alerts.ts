import type { Key, Table } from '../../kernel/persistence/table.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Crossing, LowBalanceAlerts } from '../ports/low-balance-alerts.ts';
import { lowBalanceAlertItem } from './alert-items.ts';
import { partnerKey } from './dynamo-ledger.ts';

const keyOf = (tenant: TenantContext, { eventId, balance: { kind, currency } }: Crossing): Key => ({
  pk: partnerKey(tenant, kind, currency).pk,
  sk: `ALERT#${eventId}`,
});

export const dynamoLowBalanceAlerts = (table: Table): LowBalanceAlerts => ({
  wasSent: async (tenant, crossing) => (await table.get(keyOf(tenant, crossing))) !== undefined,
  markSent: async (tenant, crossing) => {
    const item = lowBalanceAlertItem.encode(keyOf(tenant, crossing), { eventId: crossing.eventId });
    await table.write({ kind: 'put', item, condition: { text: 'attribute_not_exists(pk)' } });
  },
});
