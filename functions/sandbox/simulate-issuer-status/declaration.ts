import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { issuerReasons, issuerStatuses } from '../domain/card-network.ts';

export const simulateIssuerStatus = declareHttp({
  operationId: 'simulateIssuerStatus',
  subdomain: 'sandbox',
  summary: "Has the issuer change a card's status by itself.",
  scope: 'tenant',
  routes: [{ surface: 'sandbox', method: 'POST', path: '/cards/{cardId}/issuer-status' }],
  status: 201,
  params: { cardId: 'crd' },
  query: noQuery,
  body: z.strictObject({ status: z.enum(issuerStatuses), reason: z.enum(issuerReasons) }),
  answer: z
    .object({ cardId: z.string(), status: z.enum(issuerStatuses), reason: z.enum(issuerReasons) })
    .meta({ id: 'SimulatedIssuerStatus' }),
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['sandbox-control'],
  emits: [],
  errors: ['card_not_found', 'invalid_state', 'temporarily_unavailable'],
});
