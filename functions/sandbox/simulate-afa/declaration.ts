import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { afaOutcomes } from '../domain/payer-simulation.ts';

export const simulateAfa = declareHttp({
  operationId: 'simulateAfa',
  subdomain: 'sandbox',
  summary: "Has the payer authenticate a mandate's newest open operation or payment, fail, or walk away.",
  scope: 'tenant',
  routes: [{ surface: 'sandbox', method: 'POST', path: '/mandates/{mandateId}/afa' }],
  status: 201,
  params: { mandateId: 'mdt' },
  query: noQuery,
  body: z.strictObject({ outcome: z.enum(afaOutcomes) }),
  answer: z.object({ mandateId: z.string(), outcome: z.enum(afaOutcomes) }).meta({ id: 'SimulatedAfa' }),
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['sandbox-control', 'cursor-signing'],
  emits: [],
  errors: ['invalid_state', 'mandate_not_found', 'temporarily_unavailable'],
});
