import * as z from 'zod';
import { address, currency, noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { issuanceStatuses } from '../domain/issuance.ts';

const minimumKyc = z.strictObject({ level: z.literal('minimum'), method: z.literal('aadhaar_otp') });
const virtualCard = z.strictObject({ type: z.literal('virtual') });
const physicalCard = z.strictObject({ type: z.literal('physical'), deliveryAddress: address });
const fullKyc = z.strictObject({ level: z.literal('full'), method: z.literal('video') });

export const startIssuance = declareHttp({
  operationId: 'startIssuance',
  subdomain: 'issuance',
  summary: 'Starts the way from KYC over a balance to a card; steps already satisfied are skipped.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path: '/customers/{customerId}/issuances' },
    { surface: 'customer', method: 'POST', path: '/me/issuances' },
  ],
  status: 202,
  params: { customerId: 'cus' },
  query: noQuery,
  body: z.strictObject({
    kyc: z.discriminatedUnion('level', [minimumKyc, fullKyc]).optional(),
    balance: z.union([z.strictObject({ currency }), z.strictObject({ balanceId: z.string().max(64) })]),
    card: z.discriminatedUnion('type', [virtualCard, physicalCard]),
  }),
  answer: z.object({ issuanceId: z.string(), status: z.enum(issuanceStatuses) }),
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'messageKeys'],
  access: 'write',
  emits: ['issuance.requested'],
  errors: ['customer_not_found', 'kyc_required', 'balance_not_found', 'invalid_state', 'currency_unsupported'],
});
