import type { Temporal } from 'temporal-polyfill';
import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { VerifiedLevel } from './customer.ts';
import type { KycStatus } from './kyc-status.ts';
import { isFinal, kycPath } from './kyc-status.ts';

/** How a case finds out; `asserted`: the tenant did it itself and vouches for it (AN-34). */
export const kycMethods = ['aadhaar_otp', 'video', 'asserted'] as const;
export type KycMethod = (typeof kycMethods)[number];

/** The methods that a customer goes through with the KYC vendor. */
export const verificationMethods = ['aadhaar_otp', 'video'] as const;
export type VerificationMethod = (typeof verificationMethods)[number];

/** Which method leads to which level (M-04, M-05). */
export const methodOf: Readonly<Record<VerifiedLevel, VerificationMethod>> = { minimum: 'aadhaar_otp', full: 'video' };

/** Tries that an OTP case has, and how long it waits for them (domain.md 2.2). */
export const otpTries = 3;
export const otpMinutes = 5;

/** One attempt to know a customer at a level. */
export interface KycCase {
  readonly kycId: string;
  readonly customerId: string;
  readonly level: VerifiedLevel;
  readonly method: KycMethod;
  readonly status: KycStatus;
  /** The vendor's id of the case (AL-05). */
  readonly externalId?: string | undefined;
  /** Where the video call takes place. */
  readonly callUrl?: string | undefined;
  /** When an open case expires, in the tenant's business time. */
  readonly waitsUntil?: Temporal.Instant | undefined;
  /** Requests that brought a wrong OTP; a repeat of one of them is not another try. */
  readonly wrongTries: readonly string[];
  /** The vendor's pseudonym of the person, or the tenant's reference of its own check: free text, never published. */
  readonly evidence?: string | undefined;
  readonly createdAt: Temporal.Instant;
  readonly sequence: number;
}

type Opening = Pick<KycCase, 'kycId' | 'customerId' | 'level'>;

/** A case that waits for the OTP that the vendor has sent. */
export const openOtpCase = (opening: Opening & { readonly externalId: string }, now: Temporal.Instant): KycCase => ({
  ...opening,
  method: 'aadhaar_otp',
  status: 'otp_pending',
  waitsUntil: now.add({ minutes: otpMinutes }),
  wrongTries: [],
  createdAt: now,
  sequence: 1,
});

/** A case that waits for the booked call. */
export const openVideoCase = (
  opening: Opening & { readonly externalId: string; readonly callUrl: string; readonly waitsUntil: Temporal.Instant },
  now: Temporal.Instant,
): KycCase => ({ ...opening, method: 'video', status: 'scheduled', wrongTries: [], createdAt: now, sequence: 1 });

/** A case that the tenant has already decided. */
export const assertedCase = (opening: Opening & { readonly evidence: string }, now: Temporal.Instant): KycCase => ({
  ...opening,
  method: 'asserted',
  status: 'approved',
  wrongTries: [],
  createdAt: now,
  sequence: 1,
});

export const isOpen = ({ status }: Pick<KycCase, 'status'>): boolean => !isFinal(status);

/** True once the time of an open case has passed, whether or not its timer has fired. */
export const isOverdue = ({ status, waitsUntil }: KycCase, now: Temporal.Instant): boolean =>
  !isFinal(status) && waitsUntil !== undefined && now.epochMilliseconds >= waitsUntil.epochMilliseconds;

const moved = (kyc: KycCase, status: KycStatus): KycCase => ({ ...kyc, status, sequence: kyc.sequence + 1 });

/** The case in another state. @throws invalid_state when no way leads there */
export const advance = (kyc: KycCase, status: KycStatus): KycCase => {
  if (kycPath(kyc.status, status) === undefined) {
    throw new InvalidState(`The KYC case is ${kyc.status}.`, { resourceId: kyc.kycId });
  }
  return moved(kyc, status);
};

export const triesLeft = ({ wrongTries }: Pick<KycCase, 'wrongTries'>): number => otpTries - wrongTries.length;

/** The case after a wrong OTP: one try less, failed after the last. */
export const countWrongTry = (kyc: KycCase, tryId: string): KycCase => {
  const counted = { ...kyc, wrongTries: [...kyc.wrongTries, tryId] };
  return triesLeft(counted) > 0 ? { ...counted, sequence: kyc.sequence + 1 } : advance(counted, 'failed');
};

/** The case after its approval. @throws invalid_state */
export const approve = (kyc: KycCase, evidence: string | undefined): KycCase => ({
  ...advance(kyc, 'approved'),
  ...(evidence === undefined ? {} : { evidence }),
});
