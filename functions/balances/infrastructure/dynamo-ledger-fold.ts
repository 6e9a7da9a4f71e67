import { setTimeout as sleep } from 'node:timers/promises';
import { recordItem } from '../../kernel/events/record-item.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { CancellationReason, Item, Table, TableWrite } from '../../kernel/persistence/table.ts';
import type { RandomSource } from '../../kernel/platform/platform.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { TenantDirectory } from '../../kernel/tenancy/tenant-directory.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { toEpochSeconds } from '../../kernel/time/clock.ts';
import type { LedgerTotal } from '../domain/ledger-totals.ts';
import { totalsOf } from '../domain/ledger-totals.ts';
import type { JournalEntry, LedgerFold } from '../ports/ledger-fold.ts';
import { contentHash, continueChain } from './dynamo-chain.ts';
import { loweredPerson } from './dynamo-person-limits.ts';
import { foldedEntryItem, ledgerTotalItem } from './ledger-items.ts';

interface Dependencies {
  readonly table: Table;
  readonly directory: Pick<TenantDirectory, 'byId'>;
  readonly random: RandomSource;
  /** Real time: the table's TTL. */
  readonly clock: Clock;
}

/** A journal entry with the tenant it belongs to and what it changes. */
interface Folding {
  readonly tenant: TenantContext;
  readonly entry: JournalEntry;
  readonly totals: readonly LedgerTotal[];
}

const mostWrites = 100;
/** Readers of other shards may be at work on the same tenants' totals and chains. */
const maxAttempts = 8;
/** The stream keeps changes for 24 hours, a consumer repeats them within that time. */
const markDays = 3;

/** Partition of a tenant's ledger totals. */
export const ledgerPartition = (tenant: TenantContext): string => tenantKey(tenant, 'LEDGER');

const sumsOf = (foldings: readonly Folding[]): readonly TableWrite[] => {
  const sums = new Map<string, { pk: string; sk: string; total: LedgerTotal }>();
  for (const { tenant, totals } of foldings) {
    for (const total of totals) {
      const pk = ledgerPartition(tenant);
      const sk = `${total.account}#${total.currency}`;
      const minor = (sums.get(pk + sk)?.total.minor ?? 0n) + total.minor;
      sums.set(pk + sk, { pk, sk, total: { ...total, minor } });
    }
  }
  return [...sums.values()].map(({ pk, sk, total }) => ({
    kind: 'update',
    key: { pk, sk },
    update: {
      text: 'SET #item = :item, #account = :account, #currency = :currency ADD #minor :minor',
      names: { '#item': 'item', '#account': 'account', '#currency': 'currency', '#minor': 'minor' },
      values: {
        ':item': ledgerTotalItem.name,
        ':account': total.account,
        ':currency': total.currency,
        ':minor': total.minor,
      },
    },
  }));
};

/** Once per person, since a transaction writes no item twice. */
const personsOf = (foldings: readonly Folding[]): readonly TableWrite[] => {
  const sums = new Map<string, bigint>();
  for (const { entry } of foldings) {
    if (entry.lowers === undefined) continue;
    const { person, minor } = entry.lowers;
    sums.set(person, (sums.get(person) ?? 0n) + minor);
  }
  return [...sums].map(([person, minor]) => loweredPerson(person, minor));
};

/** Says that the entry is in totals and chain; refused when that was said before. */
export const foldedMark = (entry: JournalEntry, clock: Clock): Extract<TableWrite, { kind: 'put' }> => ({
  kind: 'put',
  item: foldedEntryItem.encode(
    {
      pk: entry.partition,
      sk: `FOLDED#${entry.eventId}`,
      expiresAt: toEpochSeconds(clock.now().add({ hours: 24 * markDays })),
    },
    { eventId: entry.eventId },
  ),
  condition: { text: 'attribute_not_exists(pk)' },
});

const tenantsOf = (foldings: readonly Folding[]): readonly TenantContext[] => [
  ...new Map(foldings.map(({ tenant }) => [tenant.tenantId, tenant])).values(),
];

/** A block for each tenant that has entries among the foldings. */
const blocksOf = (table: Table, foldings: readonly Folding[]): Promise<readonly TableWrite[]> =>
  Promise.all(
    tenantsOf(foldings).map((tenant) => {
      const own = foldings.filter((folding) => folding.tenant.tenantId === tenant.tenantId);
      const links = own.map(({ entry: { eventId, content } }) => ({ eventId, content }));
      return continueChain(table, tenant, { links, origin: 'stream' });
    }),
  );

/** The marks first: a reason's position then is its entry's. */
const writesOf = async (
  { table, clock }: Dependencies,
  foldings: readonly Folding[],
): Promise<readonly TableWrite[]> => [
  ...foldings.map(({ entry }) => foldedMark(entry, clock)),
  ...sumsOf(foldings),
  ...personsOf(foldings),
  ...(await blocksOf(table, foldings)),
];

/** How many of the foldings, from the first on, fit into one transaction. */
const fitting = (foldings: readonly Folding[]): number => {
  const others = new Set<string>();
  const entries = new Set<string>();
  for (const [count, { tenant, entry, totals }] of foldings.entries()) {
    // A transaction writes no item twice; in the next one, the mark tells.
    if (entries.has(entry.eventId)) return count;
    entries.add(entry.eventId);
    others.add(tenant.tenantId);
    if (entry.lowers !== undefined) others.add(entry.lowers.person);
    for (const { account, currency } of totals) others.add(`${tenant.tenantId} ${account} ${currency}`);
    if (count + 1 + others.size > mostWrites) return count;
  }
  return foldings.length;
};

const unfolded = (foldings: readonly Folding[], reasons: readonly CancellationReason[]): readonly Folding[] => {
  const defect = reasons.find(({ kind }) => kind === 'other');
  if (defect?.kind === 'other') throw new Error(`folding the journal was refused: ${defect.code}`);
  return foldings.filter((_, position) => reasons[position]?.kind !== 'condition');
};

/**
 * One transaction of marks, sums, persons and the next block of each chain. A mark that is there already says that its entry is
 * in the sums and the chain: it is left out, and the rest tried again. A block that somebody else put first is tried
 * again behind it. Each attempt has its own token, since after silence the marks tell what was written.
 * @returns whether all are in totals and chain now
 */
const foldTogether = async (deps: Dependencies, all: readonly Folding[]): Promise<boolean> => {
  const { table, random } = deps;
  let left = all;
  for (let failures = 0; left.length > 0;) {
    const token = Buffer.from(random.bytes(16)).toString('hex');
    const outcome = await table.transact(await writesOf(deps, left), token);
    if (outcome.kind === 'committed') return true;
    const rest = outcome.kind === 'cancelled' ? unfolded(left, outcome.reasons) : left;
    if (rest.length === left.length) {
      failures += 1;
      if (failures === maxAttempts) return false;
      await sleep(10 * failures + ((random.bytes(1)[0] ?? 0) % 30));
    }
    left = rest;
  }
  return true;
};

const foldingOf = async ({ directory }: Dependencies, entry: JournalEntry): Promise<Folding> => {
  const tenant = await directory.byId(entry.tenantId);
  if (tenant === undefined) throw new Error(`no tenant ${entry.tenantId}`);
  return { tenant, entry, totals: totalsOf(entry.legs) };
};

/** The entry of a stored record; undefined for a record that moves no money. */
export const entryOfRecord = (item: Item): JournalEntry | undefined => {
  const { tenantId, eventId, legs, lowers } = recordItem.decode(item);
  if (legs === undefined) return undefined;
  return { tenantId, eventId, partition: String(item['pk']), legs, lowers, content: contentHash(item) };
};

export const dynamoLedgerFold = (deps: Dependencies): LedgerFold => ({
  read: (image) => {
    const entry = image?.['item'] === recordItem.name ? entryOfRecord(image) : undefined;
    // What no total takes is found here, so that the entries before it are not held up.
    if (entry !== undefined) totalsOf(entry.legs);
    return entry;
  },
  fold: async (entries) => {
    const all = await Promise.all(entries.map((entry) => foldingOf(deps, entry)));
    for (let done = 0; done < all.length;) {
      const left = all.slice(done);
      const count = fitting(left);
      if (!(await foldTogether(deps, left.slice(0, count)))) return done;
      done += count;
    }
    return entries.length;
  },
});
