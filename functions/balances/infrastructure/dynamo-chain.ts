import { fingerprint } from '../../kernel/crypto/canonical-json.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Item, Key, Table, TableWrite } from '../../kernel/persistence/table.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { ChainBlock, ChainLink, ChainOrigin, HashOf } from '../domain/chain.ts';
import { nextBlock } from '../domain/chain.ts';
import { chainBlockItem } from './ledger-items.ts';

/** SHA-256, base64url: a third shorter than hexadecimal, and the chain is mostly hashes. */
export const chainHash: HashOf = (value) => Buffer.from(fingerprint(value), 'hex').toString('base64url');

/** What may change in a journal entry's item: what is attached to it, and the index that finds that. */
const changing: ReadonlySet<string> = new Set(['attached', 'gsi2pk', 'gsi2sk']);

/** Hash of all that a journal entry's item holds for good, its keys included. */
export const contentHash = (item: Item): string =>
  chainHash(Object.fromEntries(Object.entries(item).filter(([name]) => !changing.has(name))));

/** Partition of a tenant's chain. */
export const chainPartition = (tenant: TenantContext): string => tenantKey(tenant, 'CHAIN');

const blockPrefix = 'BLOCK#';

const keyOf = (tenant: TenantContext, number: number): Key => ({
  pk: chainPartition(tenant),
  sk: `${blockPrefix}${String(number).padStart(12, '0')}`,
});

/** A stored block. @throws when it cannot be read, or stands at another place than its own */
export const chainBlockOf = (item: Item): ChainBlock => {
  const { links, ...block } = chainBlockItem.decode(item);
  if (item['sk'] !== `${blockPrefix}${String(block.number).padStart(12, '0')}`) {
    throw new RangeError('a block of the chain stands at another place than its own');
  }
  return { ...block, links: links.map(([eventId, content]) => ({ eventId, content })) };
};

const newestBlock = async (table: Table, tenant: TenantContext): Promise<ChainBlock | undefined> => {
  const pk = chainPartition(tenant);
  const { items } = await table.query({ pk, sk: { beginsWith: blockPrefix }, newestFirst: true, limit: 1 });
  const [newest] = items;
  return newest === undefined ? undefined : chainBlockOf(newest);
};

/**
 * The write that continues a tenant's chain, one block for all links. Two who continue it at once want the same place,
 * and the table gives it to one of them: the other reads again.
 */
export const continueChain = async (
  table: Table,
  tenant: TenantContext,
  added: { readonly links: readonly ChainLink[]; readonly origin: ChainOrigin },
): Promise<TableWrite> => {
  const { links, ...block } = nextBlock(chainHash, await newestBlock(table, tenant), added);
  const value = { ...block, links: links.map(({ eventId, content }): [string, string] => [eventId, content]) };
  const item = chainBlockItem.encode(keyOf(tenant, block.number), value);
  return { kind: 'put', item, condition: { text: 'attribute_not_exists(pk)' } };
};
