import { Temporal } from 'temporal-polyfill';
import type { KycApplicant, KycProvider } from '../../../functions/customers/ports/kyc-provider.ts';
import { TemporarilyUnavailable } from '../../../functions/kernel/errors/domain-error.ts';
import type { Clock } from '../../../functions/kernel/time/clock.ts';

/** A KYC vendor in memory: `000000` is the right OTP, a call may be taken for a day. */
export interface FakeKycProvider extends KycProvider {
  /** Every start, in order; a repeat is in it again. */
  readonly started: KycApplicant[];
  readonly submitted: string[];
  /** Answers nothing any more, until it is called with false. */
  silence(silent: boolean): void;
}

export const fakeKycProvider = (clock: Clock): FakeKycProvider => {
  const started: KycApplicant[] = [];
  const submitted: string[] = [];
  let silent = false;
  const answering = (): void => {
    if (silent) throw new TemporarilyUnavailable();
  };
  const start = (applicant: KycApplicant): { externalId: string } => {
    started.push(applicant);
    answering();
    return { externalId: `kv_${applicant.reference}` };
  };
  return {
    started,
    submitted,
    silence: (value) => {
      silent = value;
    },
    startOtp: async (_tenant, applicant) => start(applicant),
    submitOtp: async (_tenant, { externalId, otp }) => {
      submitted.push(otp);
      answering();
      return otp === '000000'
        ? { outcome: 'approved', identityReference: `idr_${externalId}` }
        : { outcome: 'wrong_otp' };
    },
    startVideoCall: async (_tenant, applicant) => ({
      ...start(applicant),
      url: `https://video.example/${applicant.reference}`,
      expiresAt: clock.now().add(Temporal.Duration.from({ hours: 24 })),
    }),
  };
};
