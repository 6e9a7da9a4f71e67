import type { Table } from '../../kernel/persistence/table.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { clockItem, clockKey, readOffset } from '../../kernel/time/tenant-clock.ts';
import type { BusinessClock } from '../ports/business-clock.ts';

/** @param twin sets the twin's clock of the program to the same offset */
export const dynamoBusinessClock = (
  table: Table,
  twin: { setClockOffset(tenant: TenantContext, offsetSeconds: number): Promise<void> },
): BusinessClock => ({
  offsetSeconds: (tenant) => readOffset(table, tenant),
  raise: async (tenant, offsetSeconds) => {
    if (offsetSeconds <= (await readOffset(table, tenant))) return;
    // The twin first: when it does not answer, our clock has not moved either and the same call may be repeated.
    await twin.setClockOffset(tenant, offsetSeconds);
    const item = clockItem.encode(clockKey(tenant), { offsetSeconds });
    const values = { ':offset': offsetSeconds };
    await table.write({
      kind: 'put',
      item,
      condition: { text: 'attribute_not_exists(pk) OR offsetSeconds < :offset', values },
    });
  },
});
