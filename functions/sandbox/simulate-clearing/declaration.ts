import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { messageAnswer, networkAmount } from '../network-schemas.ts';

export const simulateClearing = declareHttp({
  operationId: 'simulateClearing',
  subdomain: 'sandbox',
  summary: 'Clears an authorization: the merchant gets its money.',
  scope: 'tenant',
  routes: [{ surface: 'sandbox', method: 'POST', path: '/authorizations/{authorizationId}/clearing' }],
  status: 201,
  params: { authorizationId: 'aut' },
  query: noQuery,
  body: z.strictObject({ amount: networkAmount, final: z.boolean().optional() }),
  answer: messageAnswer,
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['sandbox-control'],
  emits: [],
  errors: ['authorization_not_found', 'currency_mismatch', 'invalid_state', 'temporarily_unavailable'],
});
