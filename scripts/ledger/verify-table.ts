import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { dynamoTable } from '../../functions/kernel/persistence/dynamo-table.ts';
import { itemOfImage } from '../../functions/kernel/persistence/stream-image.ts';
import { systemClock } from '../../functions/kernel/time/clock.ts';
import type { LedgerReport } from './ledger-check.ts';
import { LedgerCheck, linesOf } from './ledger-check.ts';
import { rebuildTotals } from './rebuild-totals.ts';

interface TableAt {
  readonly client: DynamoDBClient;
  readonly table: string;
}

const checkTable = async ({ client, table }: TableAt): Promise<LedgerCheck> => {
  const check = new LedgerCheck();
  for await (const page of paginateScan({ client }, { TableName: table, ConsistentRead: true })) {
    for (const image of page.Items ?? []) {
      const item = itemOfImage(image);
      if (item !== undefined) check.add(item);
    }
  }
  return check;
};

/** Reads the whole table and prints what it found. A scan is no snapshot, so no money may move meanwhile. */
export const verifyLedger = async (at: TableAt, print: (line: string) => void): Promise<LedgerReport> => {
  const report = (await checkTable(at)).report();
  for (const line of linesOf(report, at.table)) print(line);
  return report;
};

/** Writes the totals anew from the journal; the reader of the stream that adds to them must stand still. */
export const rebuildLedger = async (at: TableAt, print: (line: string) => void): Promise<void> => {
  const entries = (await checkTable(at)).entries();
  await rebuildTotals(dynamoTable(at.client, at.table, systemClock), entries, systemClock);
  print(`ledger: totals rebuilt from ${entries.length} entries`);
};
