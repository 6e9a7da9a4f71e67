import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { parseArgs } from 'node:util';
import { countedClient } from '../local/table-client.ts';
import { startTableServer } from '../local/table-server.ts';
import { rebuildLedger, verifyLedger } from './ledger/verify-table.ts';

/**
 * `npm run ledger:verify`: proves that balances, partner balances and totals equal the journal, and that the journal
 * sums to zero; ends with 1 when they do not. `-- --rebuild` writes the totals anew first.
 *
 * DYNAMODB_ENDPOINT or NODAL_DATA name a local table; otherwise the usual AWS environment decides. NODAL_TABLE is the
 * table's name, `nodal-local` for a local one.
 */
const given = (name: string): string | undefined => {
  const value = process.env[name];
  return value === undefined || value === '' ? undefined : value;
};

const print = (line: string): void => {
  console.log(line);
};

const openTable = async () => {
  const [endpoint, dataFile] = [given('DYNAMODB_ENDPOINT'), given('NODAL_DATA')];
  if (endpoint !== undefined || dataFile !== undefined) {
    const server = await startTableServer({ endpoint, dataFile });
    const { client } = countedClient(server.endpoint);
    return { client, table: given('NODAL_TABLE') ?? 'nodal-local', close: () => server.stop() };
  }
  const table = given('NODAL_TABLE');
  if (table === undefined) throw new Error('Say which table to verify: NODAL_TABLE, such as nodal-dev.');
  return { client: new DynamoDBClient({}), table, close: () => Promise.resolve() };
};

const { values: options } = parseArgs({ options: { rebuild: { type: 'boolean', default: false } } });
const { client, table, close } = await openTable();
try {
  if (options.rebuild) await rebuildLedger({ client, table }, print);
  const { differences } = await verifyLedger({ client, table }, print);
  process.exitCode = differences.length === 0 ? 0 : 1;
} finally {
  client.destroy();
  await close();
}
