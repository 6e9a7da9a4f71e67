import { lookupKey, tenantKey } from '../../kernel/persistence/keys.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import { create, replace } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { PartnerBalance } from '../domain/partner-balance.ts';
import { PartnerBalanceExists } from '../domain/partner-errors.ts';
import { lowSortKey } from '../domain/partner-events.ts';
import type { PartnerBalanceStore, PartnerWarnings } from '../ports/partner-balance-store.ts';
import { availableIn, createSlices, readSlices } from './deposit-slices.ts';
import { partnerKey } from './dynamo-ledger.ts';
import { partnerBalanceEntryItem, partnerBalanceItem } from './partner-items.ts';

/** The tenant's partner balances by id: few, so one partition lists them with strong consistency. */
export const partnersOf = (tenant: TenantContext): string => tenantKey(tenant, 'PARTNERS');

/** Partition of index gsi1 that lists every tenant's; it holds ids, no amounts. */
export const allPartners = lookupKey('PLATFORM', 'PARTNERS');

const entryKey = (tenant: TenantContext, partnerBalanceId: string): Key => ({
  pk: partnersOf(tenant),
  sk: partnerBalanceId,
});

const entry = (
  tenant: TenantContext,
  { partnerBalanceId, kind, currency }: Pick<PartnerBalance, 'partnerBalanceId' | 'kind' | 'currency'>,
  sequence: number,
): Item & Key =>
  partnerBalanceEntryItem.encode(
    { ...entryKey(tenant, partnerBalanceId), gsi1pk: allPartners, gsi1sk: partnerBalanceId },
    { tenantId: tenant.tenantId, partnerBalanceId, kind, currency, sequence },
  );

const partition = (tenant: TenantContext, { kind, currency }: Pick<PartnerBalance, 'kind' | 'currency'>): string =>
  partnerKey(tenant, kind, currency).pk;

/** The balance of a kind and currency; what a deposit has available is the sum of its slices. */
const balanceOf = async (
  table: Table,
  tenant: TenantContext,
  { kind, currency }: Pick<PartnerBalance, 'kind' | 'currency'>,
): Promise<PartnerBalance | undefined> => {
  const [item, slices] = await Promise.all([
    table.get(partnerKey(tenant, kind, currency)),
    kind === 'deposit' ? readSlices(table, tenant, currency) : [],
  ]);
  if (item === undefined) return undefined;
  const { available = 0n, ...stored } = partnerBalanceItem.decode(item);
  return { ...stored, available: available + availableIn(slices) };
};

/** The balance behind an entry, as it is stored now. */
export const balanceOfEntry = async (table: Table, tenant: TenantContext, item: Item): Promise<PartnerBalance> => {
  const stored = partnerBalanceEntryItem.decode(item);
  const found = await balanceOf(table, tenant, stored);
  if (found === undefined) throw new Error(`the entry ${stored.partnerBalanceId} has no partner balance`);
  return found;
};

/** A credit keeps its money, a deposit's is in slices. */
const purseItem = (tenant: TenantContext, { available, ...balance }: PartnerBalance): Item & Key =>
  partnerBalanceItem.encode(
    partnerKey(tenant, balance.kind, balance.currency),
    balance.kind === 'deposit' ? balance : { ...balance, available },
  );

export const dynamoPartnerStore = (table: Table): PartnerBalanceStore => ({
  partition,
  find: async (tenant, partnerBalanceId) => {
    const item = await table.get(entryKey(tenant, partnerBalanceId));
    return item === undefined ? undefined : balanceOfEntry(table, tenant, item);
  },
  findByKind: (tenant, kind, currency) => balanceOf(table, tenant, { kind, currency }),
  create: (tenant, balance) => [
    create(
      'partner_balance',
      purseItem(tenant, balance),
      (old) => new PartnerBalanceExists(partnerBalanceItem.decode(old ?? {}).partnerBalanceId),
    ),
    create(
      'partner_balance_entry',
      entry(tenant, balance, 1),
      () => new PartnerBalanceExists(balance.partnerBalanceId),
    ),
    ...(balance.kind === 'deposit' ? createSlices(tenant, balance) : []),
  ],
});

const tenantIdOf = (image: Item): string => String(image['pk']).split('#')[1] ?? '';

/** Warnings of low partner balances, out of the table's stream. */
export const dynamoPartnerWarnings = (table: Table): PartnerWarnings => ({
  read: (image) => {
    if (image?.['item'] !== partnerBalanceItem.name) return undefined;
    const { available, ...stored } = partnerBalanceItem.decode(image);
    return available === undefined ? undefined : { tenantId: tenantIdOf(image), balance: { ...stored, available } };
  },
  wasRaised: async (tenant, balance, crossing) =>
    (await table.get({ pk: partition(tenant, balance), sk: lowSortKey(crossing) })) !== undefined,
  nextSequence: async (tenant, partnerBalanceId) => {
    const item = await table.get(entryKey(tenant, partnerBalanceId));
    if (item === undefined) throw new Error(`the partner balance ${partnerBalanceId} has no entry`);
    const stored = partnerBalanceEntryItem.decode(item);
    const sequence = stored.sequence + 1;
    const expected = { sequence: stored.sequence, resourceId: partnerBalanceId };
    return { sequence, write: replace('partner_balance_entry', entry(tenant, stored, sequence), expected) };
  },
});
