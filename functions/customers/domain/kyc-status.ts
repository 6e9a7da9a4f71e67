/** States of a KYC case (domain.md 2.2). */
export const kycStatuses = [
  'created',
  'otp_pending',
  'scheduled',
  'in_call',
  'submitted',
  'in_review',
  'resubmission_required',
  'approved',
  'rejected',
  'failed',
  'abandoned',
  'expired',
  'cancelled',
] as const;
export type KycStatus = (typeof kycStatuses)[number];

/**
 * What may follow what. Two rows say more than domain.md 2.2: an OTP that nobody enters expires, and a resubmission
 * is a further call, so that `abandoned` and `resubmission_required` end alike in whichever order they are heard of.
 */
export const kycTransitions: Readonly<Record<KycStatus, readonly KycStatus[]>> = {
  created: ['otp_pending', 'scheduled', 'submitted', 'cancelled'],
  otp_pending: ['submitted', 'failed', 'expired'],
  scheduled: ['in_call', 'expired'],
  in_call: ['submitted', 'abandoned'],
  submitted: ['approved', 'in_review', 'resubmission_required', 'rejected'],
  in_review: ['approved', 'resubmission_required', 'rejected'],
  resubmission_required: ['submitted', 'in_call', 'expired'],
  approved: [],
  rejected: [],
  failed: [],
  abandoned: [],
  expired: [],
  cancelled: [],
};

/** A final case never changes again; a new one may be opened. */
export const isFinal = (status: KycStatus): boolean => kycTransitions[status].length === 0;

/** States that a case goes through without anybody being waited for. */
const passedThrough: ReadonlySet<KycStatus> = new Set(['in_call', 'submitted', 'in_review']);

/**
 * The shortest way from one state to another, without the first and with the last; undefined when there is none. A
 * provider tells results, not each step: a case whose call was approved went through the call and the submission. It
 * does not skip a state in which somebody has to act.
 */
export const kycPath = (from: KycStatus, to: KycStatus): readonly KycStatus[] | undefined => {
  const seen = new Set<KycStatus>([from]);
  let paths: readonly (readonly KycStatus[])[] = kycTransitions[from].map((next) => [next]);
  while (paths.length > 0) {
    const found = paths.find((path) => path.at(-1) === to);
    if (found !== undefined) return found;
    paths = paths.flatMap((path) => {
      const last = path.at(-1) ?? from;
      if (seen.has(last) || !passedThrough.has(last)) return [];
      seen.add(last);
      return kycTransitions[last].map((next) => [...path, next]);
    });
  }
  return undefined;
};
