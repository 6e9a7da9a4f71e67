import * as z from 'zod';
import { noQuery, timestamp } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

export const advanceClock = declareHttp({
  operationId: 'advanceClock',
  subdomain: 'timers',
  summary: "Advances a sandbox tenant's business time and runs, in order, what falls due on the way.",
  scope: 'tenant',
  routes: [{ surface: 'sandbox', method: 'POST', path: '/clock/advance' }],
  status: 200,
  params: {},
  query: noQuery,
  body: z.union([
    z.strictObject({ to: timestamp }),
    z.strictObject({ by: z.iso.duration('must be a duration such as PT24H or P30D') }),
  ]),
  answer: z.object({
    now: timestamp,
    happened: z.array(z.object({ at: timestamp, operation: z.string(), resource: z.string() })),
    complete: z.boolean(),
  }),
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'secrets', 'messageKeys', 'operations', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['sandbox-control'],
  invokes: ['*'],
  emits: [],
  errors: ['invalid_state', 'validation_failed', 'temporarily_unavailable'],
  timeoutSeconds: 29,
});
