import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoTable } from '../functions/kernel/persistence/dynamo-table.ts';
import type { Table } from '../functions/kernel/persistence/table.ts';
import type { Clock } from '../functions/kernel/time/clock.ts';
import type { Checkpoints } from './stream.ts';
import { createTable } from './table-client.ts';

const stateTableName = 'nodal-local-state';

/**
 * What AWS would keep for us and the local platform must keep itself: open executions and stream positions. A table
 * of its own, so that neither the platform's stream nor its capacity counts see it.
 */
export const openStateTable = async (client: DynamoDBClient, clock: Clock): Promise<Table> => {
  await createTable(client, stateTableName, {
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
  });
  return dynamoTable(client, stateTableName, clock);
};

const pk = 'LOCAL#CHECKPOINT';

/** Stream positions that survive a restart. */
export const storedCheckpoints = (table: Table): Checkpoints => ({
  load: async (operationId) => {
    const found = await table.get({ pk, sk: operationId });
    const position = found?.['position'];
    return typeof position === 'string' ? position : undefined;
  },
  save: async (operationId, position) => {
    await table.write({ kind: 'put', item: { pk, sk: operationId, position } });
  },
});

/** For a table that lives in memory: nothing is left after a restart anyway. */
export const noCheckpoints: Checkpoints = { load: async () => undefined, save: async () => undefined };
