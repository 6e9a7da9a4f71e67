import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Key, Table } from '../../kernel/persistence/table.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { ControlsAlerts } from '../ports/controls-alerts.ts';
import { controlsAlertItem } from './controls-alert-items.ts';

const keyOf = (tenant: TenantContext, eventId: string): Key => ({
  pk: tenantKey(tenant, 'CONTROLS_ALERT', eventId),
  sk: 'ALERT',
});

export const dynamoControlsAlerts = (table: Table): ControlsAlerts => ({
  wasSent: async (tenant, eventId) => (await table.get(keyOf(tenant, eventId))) !== undefined,
  markSent: async (tenant, eventId) => {
    const item = controlsAlertItem.encode(keyOf(tenant, eventId), { eventId });
    await table.write({ kind: 'put', item, condition: { text: 'attribute_not_exists(pk)' } });
  },
});
