import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

const outcomes = z.enum(['produced', 'rejected']);

export const simulatePersonalization = declareHttp({
  operationId: 'simulatePersonalization',
  subdomain: 'sandbox',
  summary: 'Has the personaliser produce or reject a plastic; linking follows by itself.',
  scope: 'tenant',
  routes: [{ surface: 'sandbox', method: 'POST', path: '/cards/{cardId}/personalization' }],
  status: 201,
  params: { cardId: 'crd' },
  query: noQuery,
  body: z.strictObject({ outcome: outcomes }),
  answer: z.object({ cardId: z.string(), outcome: outcomes }).meta({ id: 'SimulatedPersonalization' }),
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['sandbox-control', 'cursor-signing'],
  emits: [],
  errors: ['card_not_found', 'invalid_state', 'temporarily_unavailable'],
});
