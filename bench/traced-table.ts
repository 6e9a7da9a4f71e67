import type { Item, Key, Table, TableWrite } from '../functions/kernel/persistence/table.ts';

interface Sent {
  readonly how: 'transaction' | 'single write';
  readonly writes: readonly TableWrite[];
}

export interface TracedTable extends Table {
  /** What was written since the last call, one line each: kind, type of item, keys without their ids, bytes now. */
  lines(): Promise<readonly string[]>;
}

const keyOf = (write: TableWrite): Key => {
  if (write.kind !== 'put') return write.key;
  const { pk, sk } = write.item;
  return { pk: String(pk), sk: String(sk) };
};

/** Ids and hashes say nothing here. */
const pattern = (key: string): string =>
  key
    .split('#')
    .map((part) => (part.length > 18 ? '…' : part))
    .join('#');

const bytesOf = (item: Item): number =>
  Buffer.byteLength(
    JSON.stringify(item, (_name, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
  );

/** A table that remembers what was written, for those who ask what an operation's units are made of. */
export const tracedTable = (table: Table): TracedTable => {
  let sent: Sent[] = [];
  const describe = async (how: Sent['how'], write: TableWrite): Promise<string> => {
    const key = keyOf(write);
    const found = await table.get(key);
    const indexes = ['gsi1pk', 'gsi2pk'].filter((name) => found?.[name] !== undefined).length;
    const item = found?.['item'];
    const kind = `${how}: ${write.kind} ${typeof item === 'string' ? item : 'nothing'}`;
    const size = found === undefined ? 'gone' : `about ${bytesOf(found)} bytes, index rows ${indexes}`;
    return `${kind.padEnd(48)} ${`${pattern(key.pk)} / ${pattern(key.sk)}`.padEnd(44)} ${size}`;
  };
  return {
    ...table,
    transact: async (writes, token) => {
      sent.push({ how: 'transaction', writes });
      return table.transact(writes, token);
    },
    write: async (write) => {
      sent.push({ how: 'single write', writes: [write] });
      return table.write(write);
    },
    lines: async () => {
      const all = sent;
      sent = [];
      const described = all.flatMap(({ how, writes }) => writes.map((write) => describe(how, write)));
      return Promise.all(described);
    },
  };
};
