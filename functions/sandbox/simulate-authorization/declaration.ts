import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { entryChannels } from '../domain/card-network.ts';
import { decisionAnswer, networkAmount, networkMerchant } from '../network-schemas.ts';

export const simulateAuthorization = declareHttp({
  operationId: 'simulateAuthorization',
  subdomain: 'sandbox',
  summary: 'Has somebody pay with a card: asks the platform for a decision, as the card network does.',
  scope: 'tenant',
  routes: [{ surface: 'sandbox', method: 'POST', path: '/cards/{cardId}/authorizations' }],
  status: 201,
  params: { cardId: 'crd' },
  query: noQuery,
  body: z.strictObject({
    amount: networkAmount,
    merchant: networkMerchant,
    channel: z.enum(entryChannels),
    partialCapable: z.boolean().optional(),
  }),
  answer: decisionAnswer,
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['sandbox-control'],
  emits: [],
  errors: ['card_not_found', 'currency_mismatch', 'invalid_state', 'temporarily_unavailable'],
});
