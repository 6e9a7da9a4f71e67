import * as z from 'zod';
import { defineItem, wholeNumber } from '../persistence/item.ts';
import { tenantKey } from '../persistence/keys.ts';
import type { Key, Table } from '../persistence/table.ts';
import type { TenantContext } from '../tenancy/tenant-context.ts';
import type { Clock } from './clock.ts';
import { shiftedClock } from './clock.ts';

/** How far a sandbox tenant's business time runs ahead; only advanceClock raises it. */
export const clockItem = defineItem({
  name: 'clock',
  subdomain: 'kernel',
  summary: "A sandbox tenant's clock offset.",
  keys: { pk: 'T#<tenantId>#CLOCK', sk: 'CLOCK' },
  schema: z.object({ offsetSeconds: wholeNumber }),
});

export const clockKey = (tenant: TenantContext): Key => ({ pk: tenantKey(tenant, 'CLOCK'), sk: 'CLOCK' });

/** Seconds that the tenant's business time is ahead of real time; 0 for every tenant outside the sandbox. */
export const readOffset = async (table: Table, tenant: TenantContext): Promise<number> => {
  if (!tenant.sandbox) return 0;
  const item = await table.get(clockKey(tenant));
  return item === undefined ? 0 : clockItem.decode(item).offsetSeconds;
};

/** The tenant's business clock. Reads the table only for sandbox tenants. */
export const tenantClock = async (table: Table, tenant: TenantContext, real: Clock): Promise<Clock> =>
  shiftedClock(real, await readOffset(table, tenant));
