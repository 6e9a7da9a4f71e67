import * as z from 'zod';
import { address, noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { cardOrderAnswer } from '../order-schemas.ts';

export const convertToPhysical = declareHttp({
  operationId: 'convertToPhysical',
  subdomain: 'cards',
  summary: 'Orders a plastic for a virtual card, which goes on working with the same number.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path: '/cards/{cardId}/physical' },
    { surface: 'customer', method: 'POST', path: '/me/cards/{cardId}/physical' },
  ],
  status: 202,
  params: { cardId: 'crd' },
  query: noQuery,
  body: z.strictObject({ deliveryAddress: address }),
  answer: cardOrderAnswer,
  encryption: 'both',
  idempotency: 'transactional',
  uses: ['table', 'messageKeys', 'secrets'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: ['card.plastic_requested'],
  errors: [
    'card_not_found',
    'customer_not_found',
    'kyc_required',
    'balance_required',
    'balance_not_found',
    'invalid_state',
  ],
});
