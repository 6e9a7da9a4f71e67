import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Image } from '../../local/seeded-table.ts';
import { imagesOf, startSeededTable } from '../../local/seeded-table.ts';
import { dynamoTable } from '../../functions/kernel/persistence/dynamo-table.ts';
import { systemClock } from '../../functions/kernel/time/clock.ts';
import { tableNames } from '../../local/realms.ts';
import { loadBlueprint } from '../../local/synthesis/synthesize.ts';
import { countedClient, createTable } from '../../local/table-client.ts';
import { startTableServer } from '../../local/table-server.ts';

const name = tableNames.platform;
const { platform: definition } = (await loadBlueprint()).tables;

let folder: string;
let stops: (() => void | Promise<void>)[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nodal-'));
  stops = [() => rmSync(folder, { recursive: true, force: true })];
  // Where the export is written: nothing else is in it.
  vi.stubEnv('TMPDIR', folder);
});

afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
});

const entry = (number: number) => ({
  pk: { S: 'T#ten_1#BALANCE#bal_1' },
  sk: { S: `TXN#${String(number).padStart(6, '0')}` },
  gsi1pk: { S: 'T#ten_1#EVENTS' },
  // The other way round than they are stored.
  gsi1sk: { S: `evt_${String(9_999 - number).padStart(6, '0')}` },
  minor: { N: '9007199254740993' },
  attached: { M: { state: { S: 'open' }, shares: { L: [{ N: '1' }] }, final: { BOOL: false } } },
});

const open = async (items: Iterable<Image>) => {
  const server = await startSeededTable({ name, definition, items });
  stops.push(() => server.stop());
  const counted = countedClient(server.endpoint);
  stops.push(() => counted.client.destroy());
  return { counted, table: dynamoTable(counted.client, name, systemClock) };
};

const commandsNaming = (text: string): readonly string[] =>
  readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/u.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text);
    } catch {
      // It ended while we looked.
      return false;
    }
  });

describe('a seeded table', () => {
  it('holds every item as it was given, in the table and in its indexes', async () => {
    const items = Array.from({ length: 2_500 }, (_, number) => entry(number));
    const { counted, table } = await open(items);
    const found = await imagesOf(counted.client, name);
    expect(found.toSorted((left, right) => ((left['sk']?.S ?? '') < (right['sk']?.S ?? '') ? -1 : 1))).toEqual(items);
    const page = await table.query({ index: 'gsi1', pk: 'T#ten_1#EVENTS', limit: 2 });
    expect(page.items).toMatchObject([{ sk: 'TXN#002499', minor: 9007199254740993n }, { sk: 'TXN#002498' }]);
  });

  it('costs a request what a table costs that was written', async () => {
    const seeded = await open([entry(1), entry(2)]);
    const server = await startTableServer({});
    stops.push(() => server.stop());
    const counted = countedClient(server.endpoint);
    stops.push(() => counted.client.destroy());
    await createTable(counted.client, name, definition);
    const written = { counted, table: dynamoTable(counted.client, name, systemClock) };
    const costs = [];
    for (const { counted: client, table } of [seeded, written]) {
      const item = { pk: 'T#ten_1#BALANCE#bal_1', sk: 'TXN#3', gsi1pk: 'T#ten_1#EVENTS', gsi1sk: 'evt_3' };
      await table.transact([{ kind: 'put', item }], 'token-1');
      await table.get({ pk: item.pk, sk: item.sk });
      costs.push(client.counts());
    }
    expect(costs[0]).toEqual(costs[1]);
    expect(costs[0]).toMatchObject({ requests: 2, writeUnits: 3 });
  });

  it('leaves no file when it stands, and neither file nor process when its items fail or the engine refuses', async () => {
    await open([entry(1)]);
    expect(readdirSync(folder)).toEqual([]);
    const running = commandsNaming(folder);
    expect(running).not.toEqual([]);
    const failing = function* () {
      yield entry(1);
      throw new Error('no more items');
    };
    await expect(open(failing())).rejects.toThrow('no more items');
    const { sk: _key, ...keyless } = entry(1);
    await expect(open([keyless])).rejects.toThrow('Missing the key sk');
    expect(readdirSync(folder)).toEqual([]);
    expect(commandsNaming(folder)).toEqual(running);
  });
});
