import * as z from 'zod';
import type { OtpVerdict } from '../../customers/ports/kyc-provider.ts';
import type { ProviderCall } from './client.ts';

const answer = z
  .object({ verdict: z.string(), status: z.string(), identityReference: z.string().min(1).optional() })
  .transform(({ verdict, status, identityReference }): OtpVerdict | 'pending' => {
    if (verdict === 'wrong_otp') return { outcome: 'wrong_otp' };
    const isApproved = status === 'approved' && identityReference !== undefined;
    return isApproved ? { outcome: 'approved', identityReference } : 'pending';
  });

/**
 * Hands a one-time password in. The same password again gets the same verdict, so an unknown outcome is asked again.
 * @returns `pending` for whatever is neither an approval nor a wrong password
 */
export const submitOtp = (submission: {
  readonly externalId: string;
  readonly otp: string;
}): ProviderCall<OtpVerdict | 'pending'> => ({
  call: 'submitOtp',
  path: '/kyc/v1/cases/otp/submit',
  body: { caseId: submission.externalId, otp: submission.otp },
  answer,
});
