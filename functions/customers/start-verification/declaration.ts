import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { verifiedLevels } from '../domain/customer.ts';
import { methodOf, verificationMethods } from '../domain/kyc-case.ts';
import { startedKycAnswer } from '../kyc-answers.ts';

export const startVerification = declareHttp({
  operationId: 'startVerification',
  subdomain: 'customers',
  summary: 'Opens a KYC case at the vendor.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path: '/customers/{customerId}/register' },
    { surface: 'customer', method: 'POST', path: '/me/register' },
  ],
  status: 202,
  params: { customerId: 'cus' },
  query: noQuery,
  body: z
    .strictObject({ level: z.enum(verifiedLevels), method: z.enum(verificationMethods) })
    .refine(({ level, method }) => methodOf[level] === method, {
      path: ['method'],
      message: 'minimum goes with aadhaar_otp, full with video',
    }),
  answer: startedKycAnswer,
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['cursor-signing', 'issuer-request-signing'],
  emits: ['kyc.started', 'kyc.expired'],
  errors: ['customer_not_found', 'invalid_state', 'kyc_refused', 'temporarily_unavailable'],
});
