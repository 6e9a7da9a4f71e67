import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { kycCaseAnswer } from '../kyc-answers.ts';

export const submitVerificationOtp = declareHttp({
  operationId: 'submitVerificationOtp',
  subdomain: 'customers',
  summary: 'Brings the OTP of an Aadhaar verification: three tries within five minutes.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path: '/customers/{customerId}/kyc/{kycId}/otp' },
    { surface: 'customer', method: 'POST', path: '/me/kyc/{kycId}/otp' },
  ],
  status: 200,
  params: { customerId: 'cus', kycId: 'kyc' },
  query: noQuery,
  body: z.strictObject({ otp: z.string().regex(/^\d{4,8}$/, 'must be 4 to 8 digits') }),
  answer: kycCaseAnswer,
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['cursor-signing', 'issuer-request-signing'],
  emits: ['kyc.approved', 'kyc.otp_refused', 'kyc.failed', 'customer.kyc_level_changed'],
  errors: [
    'customer_not_found',
    'kyc_not_found',
    'invalid_state',
    'otp_invalid',
    'kyc_refused',
    'concurrent_change',
    'temporarily_unavailable',
  ],
});
