import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { countedClient } from '../../local/table-client.ts';
import { startTableServer } from '../../local/table-server.ts';

/** A table that a script reads, with what closes it. */
export interface OpenTable {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly close: () => Promise<void>;
}

const given = (name: string): string | undefined => {
  const value = process.env[name];
  return value === undefined || value === '' ? undefined : value;
};

/**
 * The table that the environment names. DYNAMODB_ENDPOINT or NODAL_DATA name a local one; otherwise the usual AWS
 * environment decides. NODAL_TABLE is the table's name, `nodal-local` for a local one.
 */
export const openTable = async (): Promise<OpenTable> => {
  const [endpoint, dataFile] = [given('DYNAMODB_ENDPOINT'), given('NODAL_DATA')];
  if (endpoint !== undefined || dataFile !== undefined) {
    const server = await startTableServer({ endpoint, dataFile });
    const { client } = countedClient(server.endpoint);
    return { client, table: given('NODAL_TABLE') ?? 'nodal-local', close: () => server.stop() };
  }
  const table = given('NODAL_TABLE');
  if (table === undefined) throw new Error('Say which table: NODAL_TABLE, such as nodal-dev.');
  return { client: new DynamoDBClient({}), table, close: () => Promise.resolve() };
};
