import { parseArgs } from 'node:util';
import { tenantMarkOf } from './ledger/chain-audit.ts';
import { appendToChains, rebuildLedger, verifyLedger } from './ledger/verify-table.ts';
import { openTable } from './table/open-table.ts';

/**
 * `npm run ledger:verify`: proves that balances, partner balances and totals equal the journal, that the journal sums
 * to zero, and that nobody changed it since it was chained; ends with 1 when one of them does not hold.
 *
 * `-- --rebuild` writes the totals anew first, `-- --append-missing` also chains entries that the stream will not tell
 * any more (docs/runbooks/ledger.md). `-- --head <tenantId>:<links>:<hash>`, once for each, checks that a head that an
 * earlier run printed is still in its chain. `-- --grace <seconds>` is how new an entry may be to be missing in the
 * chain, 60 when not given.
 *
 * DYNAMODB_ENDPOINT or NODAL_DATA name a local table; otherwise the usual AWS environment decides. NODAL_TABLE is the
 * table's name, `nodal-local` for a local one.
 */
const print = (line: string): void => {
  console.log(line);
};

const { values: options } = parseArgs({
  options: {
    rebuild: { type: 'boolean', default: false },
    'append-missing': { type: 'boolean', default: false },
    head: { type: 'string', multiple: true, default: [] },
    grace: { type: 'string', default: '60' },
  },
});
const graceSeconds = Number(options.grace);
if (!Number.isInteger(graceSeconds) || graceSeconds < 0) throw new Error('--grace is a number of seconds.');
const marks = options.head.map(tenantMarkOf);

const { client, table, close } = await openTable();
try {
  if (options['append-missing']) await appendToChains({ client, table }, print);
  else if (options.rebuild) await rebuildLedger({ client, table }, print);
  const { differences } = await verifyLedger({ client, table }, print, { graceSeconds, marks });
  process.exitCode = differences.length === 0 ? 0 : 1;
} finally {
  client.destroy();
  await close();
}
