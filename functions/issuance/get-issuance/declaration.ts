import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { issuanceStatuses } from '../domain/issuance.ts';

export const getIssuance = declareHttp({
  operationId: 'getIssuance',
  subdomain: 'issuance',
  summary: 'Shows how far an issuance is.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'GET', path: '/issuances/{issuanceId}' },
    { surface: 'customer', method: 'GET', path: '/me/issuances/{issuanceId}' },
  ],
  status: 200,
  params: { issuanceId: 'iss' },
  query: noQuery,
  body: null,
  answer: z
    .object({
      issuanceId: z.string(),
      status: z.enum(issuanceStatuses),
      kycId: z.string().optional(),
      balanceId: z.string().optional(),
      cardId: z.string().optional(),
      failure: z.object({ code: z.string() }).optional(),
    })
    .meta({ id: 'Issuance' }),
  encryption: 'none',
  idempotency: 'none',
  uses: ['table'],
  access: 'read',
  emits: [],
  errors: ['issuance_not_found'],
});
