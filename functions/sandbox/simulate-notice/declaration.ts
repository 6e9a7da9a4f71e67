import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

export const simulateNotice = declareHttp({
  operationId: 'simulateNotice',
  subdomain: 'sandbox',
  summary: "Says whether a debit's notices reach the payer, also one that was not sent yet.",
  scope: 'tenant',
  routes: [{ surface: 'sandbox', method: 'POST', path: '/debits/{debitId}/notice' }],
  status: 201,
  params: { debitId: 'dbt' },
  query: noQuery,
  body: z.strictObject({ delivered: z.boolean() }),
  answer: z.object({ debitId: z.string(), delivered: z.boolean() }).meta({ id: 'SimulatedNotice' }),
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['sandbox-control'],
  emits: [],
  errors: ['debit_not_found', 'invalid_state', 'temporarily_unavailable'],
});
