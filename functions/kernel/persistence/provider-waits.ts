import type { Temporal } from 'temporal-polyfill';
import type { TenantContext } from '../tenancy/tenant-context.ts';
import { fromTimestamp, toTimestamp } from '../time/clock.ts';
import type { IndexKeys } from './item.ts';
import { tenantKey } from './keys.ts';
import type { Item, Table } from './table.ts';

/** A resource that can only go on when the payment provider has said something about it. */
export interface ProviderWait {
  /** Our id; its prefix names the subdomain. */
  readonly resourceId: string;
  /** On the tenant's clock; undefined when nobody noted it. */
  readonly since: Temporal.Instant | undefined;
}

const partition = (tenant: TenantContext): string => tenantKey(tenant, 'PAYMENTS', 'WAITING');

/**
 * The place of a waiting resource in index 2: sparse, since an item is written without these keys as soon as it waits
 * no more. A resource's store adds them to its item; no item of its own can be forgotten or left over.
 * @param since when it began to wait, on the tenant's clock; `unknown`: it waits, and nobody noted since when;
 *   undefined: it does not wait
 */
export const providerWaitKeys = (
  tenant: TenantContext,
  resourceId: string,
  since: Temporal.Instant | 'unknown' | undefined,
): Pick<IndexKeys, 'gsi2pk' | 'gsi2sk'> => {
  if (since === undefined) return {};
  const start = since === 'unknown' ? '0' : toTimestamp(since);
  return { gsi2pk: partition(tenant), gsi2sk: `${start}#${resourceId}` };
};

const waitOf = (item: Item): ProviderWait => {
  const [start = '', resourceId = ''] = String(item['gsi2sk']).split('#');
  return { since: start === '0' ? undefined : fromTimestamp(start), resourceId };
};

const pageSize = 100;
const mostPages = 1_000;

/** What of a tenant waits for the payment provider, the longest first: 100,000 resources at most. */
export const listProviderWaits = async (table: Table, tenant: TenantContext): Promise<readonly ProviderWait[]> => {
  const waits: ProviderWait[] = [];
  let start: Item | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const range = { limit: pageSize, ...(start === undefined ? {} : { start }) };
    const page = await table.query({ index: 'gsi2', pk: partition(tenant), ...range });
    waits.push(...page.items.map(waitOf));
    if (page.last === undefined) return waits;
    start = page.last;
  }
  throw new Error(`the waiting payments of ${tenant.tenantId} do not end`);
};
