import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { kycAnswer } from '../kyc-answers.ts';

export const getKyc = declareHttp({
  operationId: 'getKyc',
  subdomain: 'customers',
  summary: "Shows a customer's level, its open KYC case and the limits of the level.",
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'GET', path: '/customers/{customerId}/kyc' },
    { surface: 'customer', method: 'GET', path: '/me/kyc' },
  ],
  status: 200,
  params: { customerId: 'cus' },
  query: noQuery,
  body: null,
  answer: kycAnswer,
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets'],
  access: 'read',
  secrets: ['cursor-signing', 'person-pepper'],
  emits: [],
  errors: ['customer_not_found'],
});
