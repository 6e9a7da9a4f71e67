import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { KycApplicant } from '../../customers/ports/kyc-provider.ts';
import { fromTimestamp } from '../../kernel/time/clock.ts';
import type { ProviderCall } from './client.ts';

export interface VideoCall {
  readonly externalId: string;
  readonly url: string;
  readonly expiresAt: Temporal.Instant;
}

const answer = z
  .object({ caseId: z.string().min(1), url: z.url({ protocol: /^https$/ }), expiresAt: z.iso.datetime() })
  .transform(({ caseId, url, expiresAt }): VideoCall => ({
    externalId: caseId,
    url,
    expiresAt: fromTimestamp(expiresAt),
  }));

/** Books a video call (M-05); recovered by asking for the case of the reference. */
export const startVideoCall = (applicant: KycApplicant): ProviderCall<VideoCall> => ({
  call: 'startVideoCall',
  path: '/kyc/v1/cases/video',
  body: {
    reference: applicant.reference,
    firstName: applicant.firstName,
    lastName: applicant.lastName,
    phone: applicant.phone,
  },
  answer,
  recovery: { path: '/kyc/v1/cases/find', body: { reference: applicant.reference }, notDone: 'case_unknown' },
});
