import * as z from 'zod';
import { address, noQuery, text } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { cardOrderAnswer } from '../order-schemas.ts';

const path = '/customers/{customerId}/cards/orders';

export const orderPhysicalCard = declareHttp({
  operationId: 'orderPhysicalCard',
  subdomain: 'cards',
  summary: 'Orders a physical card; it is there once it was personalised and linked, and inactive until activated.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path },
    { surface: 'customer', method: 'POST', path: '/me/cards/orders' },
    { surface: 'admin', method: 'POST', path, roles: ['Admin', 'Manager', 'Employee'] },
  ],
  status: 202,
  params: { customerId: 'cus' },
  query: noQuery,
  body: z.strictObject({
    balanceId: z.string().max(64),
    deliveryAddress: address,
    displayName: text(26).optional(),
  }),
  answer: cardOrderAnswer,
  encryption: 'both',
  idempotency: 'transactional',
  uses: ['table', 'messageKeys'],
  access: 'write',
  emits: ['card.requested'],
  errors: ['customer_not_found', 'kyc_required', 'balance_required', 'balance_not_found', 'invalid_state'],
});
