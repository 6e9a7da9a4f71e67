import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { decisionAnswer, networkAmount } from '../network-schemas.ts';

export const simulateIncrement = declareHttp({
  operationId: 'simulateIncrement',
  subdomain: 'sandbox',
  summary: 'Has a merchant ask for more on an authorization.',
  scope: 'tenant',
  routes: [{ surface: 'sandbox', method: 'POST', path: '/authorizations/{authorizationId}/increment' }],
  status: 201,
  params: { authorizationId: 'aut' },
  query: noQuery,
  body: z.strictObject({ amount: networkAmount }),
  answer: decisionAnswer,
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['sandbox-control'],
  emits: [],
  errors: ['authorization_not_found', 'currency_mismatch', 'invalid_state', 'temporarily_unavailable'],
});
