import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

export const simulatePinFailure = declareHttp({
  operationId: 'simulatePinFailure',
  subdomain: 'sandbox',
  summary: 'Has a wrong PIN entered; after the third in a row the issuer suspends the card.',
  scope: 'tenant',
  routes: [{ surface: 'sandbox', method: 'POST', path: '/cards/{cardId}/pin-failures' }],
  status: 201,
  params: { cardId: 'crd' },
  query: noQuery,
  body: z.strictObject({ count: z.int().min(1).max(10).optional() }),
  answer: z
    .object({ cardId: z.string(), wrongTries: z.int(), blocked: z.boolean() })
    .meta({ id: 'SimulatedPinFailure' }),
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['sandbox-control'],
  emits: [],
  errors: ['card_not_found', 'invalid_state', 'temporarily_unavailable'],
});
