import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import type { TableDefinition } from './table-client.ts';
import type { TableServer } from './table-server.ts';
import { startTableServer } from './table-server.ts';

/** An item as DynamoDB has it on the wire; without bytes, which JSON has no form for. */
export type Image = Readonly<Record<string, AttributeValue>>;

/** A table with what it holds before anybody asks it. */
export interface SeededTable {
  readonly name: string;
  readonly definition: TableDefinition;
  /** Taken once, one after the other, so that a generator may make them. Of two with the same key the last stays. */
  readonly items: Iterable<Image>;
}

const linesAtOnce = 1_000;

const writeLines = (file: string, items: Iterable<Image>): void => {
  const target = openSync(file, 'w');
  try {
    let lines: string[] = [];
    const flush = (): void => {
      if (lines.length > 0) writeSync(target, `${lines.join('\n')}\n`);
      lines = [];
    };
    for (const item of items) {
      lines.push(JSON.stringify({ Item: item }));
      if (lines.length === linesAtOnce) flush();
    }
    flush();
  } finally {
    closeSync(target);
  }
};

/** DescribeTable's answer about a table that is ready. */
const descriptionOf = ({ name, definition }: SeededTable) => {
  const { timeToLiveAttribute: _expiry, StreamSpecification: _stream, BillingMode, ...defined } = definition;
  const indexes = defined.GlobalSecondaryIndexes?.map((index) => ({ ...index, IndexStatus: 'ACTIVE' }));
  return {
    Table: {
      ...defined,
      ...(indexes === undefined ? {} : { GlobalSecondaryIndexes: indexes }),
      ...{ TableName: name, TableStatus: 'ACTIVE', BillingModeSummary: { BillingMode } },
    },
  };
};

/**
 * Starts an embedded DynamoDB in memory that holds these items already: it reads an export of 100,000 in seconds.
 *
 * The table has no stream and expires nothing. At every write to a table with a stream the engine looks through all
 * records of the stream, so that writing them would take minutes, and a request cost more with every one before it.
 * @throws Error when the engine does not take the export; no file and no process is left then
 */
export const startSeededTable = async (table: SeededTable): Promise<TableServer> => {
  const folder = mkdtempSync(join(tmpdir(), 'nodal-seed-'));
  try {
    const descriptions = join(folder, 'descriptions.json');
    writeFileSync(descriptions, JSON.stringify(descriptionOf(table)));
    const data = join(folder, 'tables', table.name, 'data');
    mkdirSync(data, { recursive: true });
    writeLines(join(data, 'items.json'), table.items);
    return await startTableServer({ exported: { folder: join(folder, 'tables'), descriptions } });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** All that a table holds, as another one can be seeded with it. */
export const imagesOf = async (client: DynamoDBClient, name: string): Promise<readonly Image[]> => {
  const images: Image[] = [];
  for await (const page of paginateScan({ client }, { TableName: name, ConsistentRead: true })) {
    images.push(...(page.Items ?? []));
  }
  return images;
};
