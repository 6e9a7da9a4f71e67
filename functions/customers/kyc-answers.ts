import * as z from 'zod';
import { moneyAnswer, timestamp } from '../kernel/http/schemas.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import { kycLevels, verifiedLevels } from './domain/customer.ts';
import type { KycCase } from './domain/kyc-case.ts';
import { kycMethods } from './domain/kyc-case.ts';
import { kycStatuses } from './domain/kyc-status.ts';

/** What the customer has to do about an open case. */
const nextStep = z.discriminatedUnion('type', [
  z.object({ type: z.literal('otp'), expiresAt: timestamp }),
  z.object({ type: z.literal('video_call'), url: z.url(), expiresAt: timestamp }),
]);

export const startedKycAnswer = z
  .object({ kycId: z.string(), status: z.enum(kycStatuses), next: nextStep })
  .meta({ id: 'StartedKyc' });

export const kycCaseAnswer = z
  .object({
    kycId: z.string(),
    customerId: z.string(),
    level: z.enum(verifiedLevels),
    method: z.enum(kycMethods),
    status: z.enum(kycStatuses),
  })
  .meta({ id: 'KycCase' });

/** The customer's level, what is open, and what the level allows. */
export const kycAnswer = z
  .object({
    level: z.enum(kycLevels),
    openCase: z
      .object({
        kycId: z.string(),
        level: z.enum(verifiedLevels),
        method: z.enum(kycMethods),
        status: z.enum(kycStatuses),
        next: nextStep.optional(),
      })
      .nullable(),
    limits: z.array(
      z.object({
        rule: z.string(),
        limit: moneyAnswer,
        used: moneyAnswer,
        remaining: moneyAnswer,
        resetsAt: timestamp.nullable(),
      }),
    ),
  })
  .meta({ id: 'Kyc' });

/** What getKyc and assertKyc answer. */
export type KycOverview = z.input<typeof kycAnswer>;

const presentNext = ({ method, callUrl, waitsUntil }: KycCase): z.input<typeof nextStep> | undefined => {
  if (waitsUntil === undefined) return undefined;
  const expiresAt = toTimestamp(waitsUntil);
  if (method === 'aadhaar_otp') return { type: 'otp', expiresAt };
  return callUrl === undefined ? undefined : { type: 'video_call', url: callUrl, expiresAt };
};

/** @throws Error for a case that waits for nothing: such a case is never started */
export const presentStarted = (kyc: KycCase): z.input<typeof startedKycAnswer> => {
  const next = presentNext(kyc);
  if (next === undefined) throw new Error('a started KYC case has a next step');
  return { kycId: kyc.kycId, status: kyc.status, next };
};

export const presentCase = ({ kycId, customerId, level, method, status }: KycCase): z.input<typeof kycCaseAnswer> => ({
  kycId,
  customerId,
  level,
  method,
  status,
});

export const presentOpenCase = (kyc: KycCase): KycOverview['openCase'] => {
  const next = presentNext(kyc);
  const { kycId, level, method, status } = kyc;
  return { kycId, level, method, status, ...(next === undefined ? {} : { next }) };
};
