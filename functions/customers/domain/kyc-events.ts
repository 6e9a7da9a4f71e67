import type { RecordDraft } from '../../kernel/events/record.ts';
import type { KycCase } from './kyc-case.ts';
import { triesLeft } from './kyc-case.ts';
import type { KycStatus } from './kyc-status.ts';

/** The event that a state's arrival stands for; a state that no operation rests in has none. */
const eventTypes = {
  otp_pending: 'kyc.started',
  scheduled: 'kyc.started',
  resubmission_required: 'kyc.resubmission_required',
  approved: 'kyc.approved',
  rejected: 'kyc.rejected',
  failed: 'kyc.failed',
  abandoned: 'kyc.abandoned',
  expired: 'kyc.expired',
} as const satisfies Partial<Record<KycStatus, string>>;

const hasEvent = (status: KycStatus): status is keyof typeof eventTypes => status in eventTypes;

/** What an event tells of a case: neither who the person is nor what the vendor or the tenant calls the evidence. */
const kycFacts = (kyc: KycCase): Readonly<Record<string, unknown>> => ({
  kycId: kyc.kycId,
  customerId: kyc.customerId,
  level: kyc.level,
  method: kyc.method,
  status: kyc.status,
});

/** The record of a case's change; `before` is undefined for its creation. */
export const kycRecord = (partition: string, kyc: KycCase, before?: KycCase): RecordDraft => {
  const subject = { resource: { type: 'kyc', id: kyc.kycId }, partition, sequence: kyc.sequence };
  if (before?.status === kyc.status) {
    return { ...subject, type: 'kyc.otp_refused', data: { ...kycFacts(kyc), triesLeft: triesLeft(kyc) } };
  }
  if (!hasEvent(kyc.status)) throw new Error(`no event stands for a KYC case that is ${kyc.status}`);
  const previous = before === undefined ? {} : { previous: { status: before.status } };
  return { ...subject, type: eventTypes[kyc.status], data: kycFacts(kyc), ...previous };
};
