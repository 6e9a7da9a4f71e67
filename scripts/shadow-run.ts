import { parseArgs } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import { ppiDraft } from '../functions/policies/ppi-draft.ts';
import { linesOf, shadowReport } from './shadow/shadow-report.ts';
import { openTable } from './table/open-table.ts';

/**
 * `npm run policies:shadow`: reports what the drafts (functions/policies/ppi-draft.ts) would have refused of the movements
 * that a table holds, had they been in force. It reads only. `-- --since <RFC 3339 instant>` leaves out what
 * happened before.
 *
 * A local table is named by DYNAMODB_ENDPOINT or NODAL_DATA, one on AWS by NODAL_TABLE and the usual AWS environment.
 */
const { values: options } = parseArgs({ options: { since: { type: 'string' } } });

const since = options.since === undefined ? undefined : Temporal.Instant.from(options.since);
const { client, table, close } = await openTable();
try {
  const report = await shadowReport({ client, table }, ppiDraft, since);
  for (const line of linesOf(report, ppiDraft)) console.log(line);
} finally {
  client.destroy();
  await close();
}
