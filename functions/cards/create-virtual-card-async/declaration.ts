import * as z from 'zod';
import { noQuery, text } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

export const createVirtualCardAsync = declareHttp({
  operationId: 'createVirtualCardAsync',
  subdomain: 'cards',
  summary: 'Starts the issuance of a virtual card; its data is read later, encrypted.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path: '/customers/{customerId}/cards/async' },
    { surface: 'customer', method: 'POST', path: '/me/cards/async' },
  ],
  status: 202,
  params: { customerId: 'cus' },
  query: noQuery,
  body: z.strictObject({ balanceId: z.string().max(64), displayName: text(26).optional() }),
  answer: z.object({ issuanceId: z.string() }),
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'messageKeys'],
  access: 'write',
  emits: ['issuance.requested'],
  errors: ['customer_not_found', 'kyc_required', 'balance_required', 'balance_not_found', 'invalid_state'],
});
