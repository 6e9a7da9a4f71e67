import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { idFloor } from '../../functions/kernel/ids/ids.ts';
import { dynamoTable } from '../../functions/kernel/persistence/dynamo-table.ts';
import { itemOfImage } from '../../functions/kernel/persistence/stream-image.ts';
import type { Clock } from '../../functions/kernel/time/clock.ts';
import { systemClock } from '../../functions/kernel/time/clock.ts';
import { appendMissing } from './append-missing.ts';
import type { TenantMark } from './chain-audit.ts';
import type { LedgerReport } from './ledger-check.ts';
import { LedgerCheck, linesOf } from './ledger-check.ts';
import { rebuildTotals } from './rebuild-totals.ts';

interface TableAt {
  readonly client: DynamoDBClient;
  readonly table: string;
}

type Print = (line: string) => void;

/** What a verification takes for granted. */
export interface VerifyOptions {
  /** Entries younger than this may still be on their way into the chain. */
  readonly graceSeconds?: number;
  /** Heads of chains that earlier reports printed. */
  readonly marks?: readonly TenantMark[];
  /** Real time. */
  readonly clock?: Clock;
}

const defaultGraceSeconds = 60;

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
export const verifyLedger = async (
  at: TableAt,
  print: Print,
  { graceSeconds = defaultGraceSeconds, marks = [], clock = systemClock }: VerifyOptions = {},
): Promise<LedgerReport> => {
  const newest = idFloor('evt', clock.now().subtract({ seconds: graceSeconds }));
  const report = (await checkTable(at)).report({ isNew: (eventId) => eventId >= newest, marks });
  for (const line of linesOf(report, at.table)) print(line);
  return report;
};

const tableOf = ({ client, table }: TableAt) => dynamoTable(client, table, systemClock);

/** Writes the totals anew from the chained journal; the reader of the stream that adds to them must stand still. */
export const rebuildLedger = async (at: TableAt, print: Print): Promise<void> => {
  const { chained } = (await checkTable(at)).entries();
  await rebuildTotals(tableOf(at), chained);
  print(`ledger: totals rebuilt from ${chained.length} entries`);
};

/** Chains what the stream will not tell any more, and writes the totals anew; the stream's reader must stand still. */
export const appendToChains = async (at: TableAt, print: Print): Promise<void> => {
  const { unchained } = (await checkTable(at)).entries();
  for (const { tenantId, eventId } of unchained) print(`ledger: ${tenantId} ${eventId} goes to the end of the chain`);
  await appendMissing(tableOf(at), unchained, systemClock);
  print(`ledger: ${unchained.length} entries chained by the operator`);
  await rebuildLedger(at, print);
};
