import * as z from 'zod';
import { noQuery, text } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { verifiedLevels } from '../domain/customer.ts';
import { kycAnswer } from '../kyc-answers.ts';

export const assertKyc = declareHttp({
  operationId: 'assertKyc',
  subdomain: 'customers',
  summary: 'Sets the level that the tenant has verified itself.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'PUT', path: '/customers/{customerId}/kyc' }],
  status: 200,
  params: { customerId: 'cus' },
  query: noQuery,
  body: z.strictObject({ level: z.enum(verifiedLevels), reference: text(128) }),
  answer: kycAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'secrets', 'messageKeys'],
  access: 'write',
  secrets: ['cursor-signing', 'person-pepper'],
  emits: ['kyc.approved', 'customer.kyc_level_changed'],
  errors: ['customer_not_found', 'invalid_state', 'concurrent_change'],
});
