import * as z from 'zod';
import { declareTimer } from '../../kernel/operation/declaration.ts';

export const expireKycCase = declareTimer({
  operationId: 'expireKycCase',
  subdomain: 'customers',
  summary: 'Ends a KYC case that nobody finished in time.',
  payload: z.strictObject({ kycId: z.string() }),
  uses: ['table'],
  access: 'write',
  emits: ['kyc.expired'],
  errors: ['concurrent_change', 'temporarily_unavailable'],
});
