import * as z from 'zod';
import type { KycApplicant } from '../../customers/ports/kyc-provider.ts';
import type { ProviderCall } from './client.ts';

const answer = z.object({ caseId: z.string().min(1) }).transform(({ caseId }) => ({ externalId: caseId }));

/** Opens a case and has the one-time password sent (M-04); recovered by asking for the case of the reference. */
export const startOtp = (applicant: KycApplicant): ProviderCall<{ readonly externalId: string }> => ({
  call: 'startOtp',
  path: '/kyc/v1/cases/otp',
  body: {
    reference: applicant.reference,
    firstName: applicant.firstName,
    lastName: applicant.lastName,
    phone: applicant.phone,
  },
  answer,
  recovery: { path: '/kyc/v1/cases/find', body: { reference: applicant.reference }, notDone: 'case_unknown' },
});
