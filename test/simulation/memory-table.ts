import type {
  CancellationReason,
  Expression,
  Item,
  Key,
  QueryRequest,
  Table,
  TableWrite,
} from '../../functions/kernel/persistence/table.ts';
import { unlessExpired } from '../../functions/kernel/persistence/stream-image.ts';
import type { Clock } from '../../functions/kernel/time/clock.ts';
import { holds, merged, NotApplicable, stored, updated } from './expressions.ts';

/** The table as a model in memory, for simulations that the real engine is too slow for. */
export interface MemoryTable extends Table {
  /** Every stored item, expired ones too. */
  items(): readonly Item[];
  /** A stored item, expired or not. */
  find(key: Key): Item | undefined;
}

type Space = 'table' | 'gsi1' | 'gsi2';

interface Row {
  readonly place: string;
  readonly item: Item;
}

const separator = '\u0000';
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const keyOf = (key: Item | Key): string =>
  `${text(key['pk' as keyof typeof key])}${separator}${text(key['sk' as keyof typeof key])}`;

/** Where an item stands in the table or an index; undefined where it has no place. */
const placeIn = (space: Space, item: Item): { readonly partition: string; readonly place: string } | undefined => {
  if (space === 'table') return { partition: text(item['pk']), place: text(item['sk']) };
  const [partition, sort] = [item[`${space}pk`], item[`${space}sk`]];
  if (typeof partition !== 'string' || typeof sort !== 'string') return undefined;
  return { partition, place: `${sort}${separator}${keyOf(item)}` };
};

/** Rows by their places; put in order when somebody asks, since most are written and never listed. */
class Partition {
  private readonly byPlace = new Map<string, Item>();
  private ordered: readonly Row[] | undefined;

  put({ place, item }: Row): void {
    this.byPlace.set(place, item);
    this.ordered = undefined;
  }

  delete(place: string): void {
    this.byPlace.delete(place);
    this.ordered = undefined;
  }

  get rows(): readonly Row[] {
    this.ordered ??= [...this.byPlace]
      .map(([place, item]) => ({ place, item }))
      .toSorted((left, right) => (left.place < right.place ? -1 : 1));
    return this.ordered;
  }
}

const spaces: readonly Space[] = ['table', 'gsi1', 'gsi2'];

class Rows {
  private readonly byKey = new Map<string, Item>();
  private readonly partitions = new Map<string, Partition>();

  get(key: Key | Item): Item | undefined {
    return this.byKey.get(keyOf(key));
  }

  all(): readonly Item[] {
    return [...this.byKey.values()];
  }

  replace(key: Key | Item, next: Item | undefined): void {
    const before = this.get(key);
    for (const space of spaces) {
      const left = before === undefined ? undefined : placeIn(space, before);
      if (left !== undefined) this.partition(space, left.partition).delete(left.place);
      const right = next === undefined ? undefined : placeIn(space, next);
      if (next !== undefined && right !== undefined) {
        this.partition(space, right.partition).put({ place: right.place, item: next });
      }
    }
    if (next === undefined) this.byKey.delete(keyOf(key));
    else this.byKey.set(keyOf(key), next);
  }

  partition(space: Space, name: string): Partition {
    const id = `${space}${separator}${name}`;
    const found = this.partitions.get(id) ?? new Partition();
    this.partitions.set(id, found);
    return found;
  }
}

const sorts = ({ sk }: QueryRequest, sort: string): boolean => {
  if (sk === undefined) return true;
  if ('beginsWith' in sk) return sort.startsWith(sk.beginsWith);
  if ('after' in sk) return sort > sk.after;
  if ('before' in sk) return sort < sk.before;
  return sort >= sk.between[0] && sort <= sk.between[1];
};

const lastOf = (space: Space, { pk, sk, ...rest }: Item): Item =>
  space === 'table' ? { pk, sk } : { pk, sk, [`${space}pk`]: rest[`${space}pk`], [`${space}sk`]: rest[`${space}sk`] };

const targetOf = (write: TableWrite): Key | Item => (write.kind === 'put' ? write.item : write.key);

const conditionOf = (write: TableWrite): Expression | undefined => {
  if (write.condition === undefined) return undefined;
  const shared = write.kind === 'update' ? merged(write.update, write.condition) : {};
  return { ...write.condition, ...shared };
};

/** The item after a write. @throws NotApplicable */
const afterOf = (write: TableWrite, before: Item | undefined): Item | undefined => {
  switch (write.kind) {
    case 'put':
      // stored() keeps an item an item.
      return stored(write.item) as Item;
    case 'update':
      return updated({ ...write.update, ...merged(write.update, write.condition) }, before ?? { ...write.key });
    case 'delete':
      return undefined;
    case 'check':
      return before;
  }
};

const validation = (): Error => Object.assign(new Error('refused by the model'), { name: 'ValidationException' });

const printOf = (writes: readonly TableWrite[]): string =>
  JSON.stringify(writes, (_name, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));

const tokenMilliseconds = 600_000;

/** @param clock real time: TTL and the ten minutes of a transaction's token go by it */
export const memoryTable = (clock: Clock): MemoryTable => {
  const rows = new Rows();
  const done = new Map<string, { readonly writes: readonly TableWrite[]; readonly until: number }>();

  const judge = (write: TableWrite): { readonly reason: CancellationReason; readonly next: Item | undefined } => {
    const before = rows.get(targetOf(write));
    const condition = conditionOf(write);
    if (condition !== undefined && !holds(condition, before)) {
      return { reason: { kind: 'condition', old: before }, next: undefined };
    }
    try {
      return { reason: { kind: 'none' }, next: afterOf(write, before) };
    } catch (error) {
      if (!(error instanceof NotApplicable)) throw error;
      return { reason: { kind: 'other', code: 'ValidationError' }, next: undefined };
    }
  };

  return {
    items: () => rows.all(),
    find: (key) => rows.get(key),
    get: async (key) => unlessExpired(rows.get(key), clock),
    query: async (request) => {
      const space: Space = request.index ?? 'table';
      const matching = rows
        .partition(space, request.pk)
        .rows.filter(({ place }) => sorts(request, place.split(separator, 1)[0] ?? ''));
      const line = request.newestFirst === true ? matching.toReversed() : matching;
      const start = request.start === undefined ? undefined : placeIn(space, request.start)?.place;
      const isBehind = ({ place }: Row): boolean =>
        start === undefined || (request.newestFirst === true ? place < start : place > start);
      const ahead = line.filter(isBehind);
      const page = ahead.slice(0, request.limit);
      const tail = page.at(-1);
      const { filter } = request;
      const items = page
        .map(({ item }) => item)
        .filter((item) => (filter === undefined || holds(filter, item)) && unlessExpired(item, clock) !== undefined);
      return {
        items,
        last: page.length === request.limit && tail !== undefined ? lastOf(space, tail.item) : undefined,
      };
    },
    transact: async (writes, token) => {
      if (new Set(writes.map((write) => keyOf(targetOf(write)))).size < writes.length) throw validation();
      const now = clock.now().epochMilliseconds;
      const earlier = done.get(token);
      if (earlier !== undefined && earlier.until > now) {
        if (printOf(earlier.writes) !== printOf(writes)) {
          throw Object.assign(new Error('token'), { name: 'IdempotentParameterMismatchException' });
        }
        return { kind: 'committed' };
      }
      const judged = writes.map(judge);
      const reasons = judged.map(({ reason }) => reason);
      if (reasons.some(({ kind }) => kind !== 'none')) return { kind: 'cancelled', reasons };
      for (const [at, write] of writes.entries()) {
        if (write.kind !== 'check') rows.replace(targetOf(write), judged[at]?.next);
      }
      done.set(token, { writes, until: now + tokenMilliseconds });
      return { kind: 'committed' };
    },
    write: async (write) => {
      const { reason, next } = judge(write);
      if (reason.kind === 'condition') return { ok: false, old: reason.old };
      if (reason.kind !== 'none') throw validation();
      rows.replace(targetOf(write), next);
      return { ok: true };
    },
  };
};
