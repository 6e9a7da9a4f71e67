import type { Temporal } from 'temporal-polyfill';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

export interface KycApplicant {
  /** Our KYC case id. The provider keeps one case per reference: a repeat answers the same case. */
  readonly reference: string;
  readonly firstName: string;
  readonly lastName: string;
  /** E.164. */
  readonly phone: string;
}

export type OtpVerdict =
  { readonly outcome: 'approved'; readonly identityReference: string } | { readonly outcome: 'wrong_otp' };

/** The KYC vendor (M-04, M-05, AN-31). Results of video calls come by webhook. */
export interface KycProvider {
  /** Sends an OTP to the phone registered with Aadhaar. @throws TemporarilyUnavailable, KycRefused */
  startOtp(tenant: TenantContext, applicant: KycApplicant): Promise<{ readonly externalId: string }>;
  /** @throws TemporarilyUnavailable, KycRefused */
  submitOtp(
    tenant: TenantContext,
    submission: { readonly externalId: string; readonly otp: string },
  ): Promise<OtpVerdict>;
  /** Books a video call with an agent. @throws TemporarilyUnavailable, KycRefused */
  startVideoCall(
    tenant: TenantContext,
    applicant: KycApplicant,
  ): Promise<{ readonly externalId: string; readonly url: string; readonly expiresAt: Temporal.Instant }>;
}
