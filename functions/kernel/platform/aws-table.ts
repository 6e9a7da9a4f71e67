import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoTable } from '../persistence/dynamo-table.ts';
import type { Table } from '../persistence/table.ts';
import { systemClock } from '../time/clock.ts';
import type { Environment } from '../config/environment.ts';
import { clientSettings } from './aws-client.ts';

/** The deployed table. Two attempts for transport errors; conflicts are the unit of work's to retry. */
export const awsTable = (environment: Environment): Table =>
  dynamoTable(
    new DynamoDBClient(clientSettings({ attempts: 2, requestTimeoutMs: 2_000 })),
    environment.table,
    systemClock,
  );
