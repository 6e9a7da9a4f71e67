import { describe, expect, it } from 'vitest';
import type { KycStatus } from '../../../../functions/customers/domain/kyc-status.ts';
import { isFinal, kycPath, kycStatuses, kycTransitions } from '../../../../functions/customers/domain/kyc-status.ts';

describe('the states of a KYC case', () => {
  it('end in six states that nothing follows', () => {
    expect(kycStatuses.filter(isFinal)).toEqual([
      'approved',
      'rejected',
      'failed',
      'abandoned',
      'expired',
      'cancelled',
    ]);
    const onwards = kycStatuses.filter(isFinal).flatMap((end) => kycStatuses.filter((to) => kycPath(end, to)));
    expect(onwards).toEqual([]);
  });

  it.each([
    ['otp_pending', 'approved', ['submitted', 'approved']],
    ['scheduled', 'approved', ['in_call', 'submitted', 'approved']],
    ['scheduled', 'abandoned', ['in_call', 'abandoned']],
    ['scheduled', 'expired', ['expired']],
    ['resubmission_required', 'abandoned', ['in_call', 'abandoned']],
    ['otp_pending', 'abandoned', undefined],
    ['otp_pending', 'otp_pending', undefined],
    ['in_call', 'expired', undefined],
    ['created', 'in_call', undefined],
  ] as const)('lead from %s to %s by %j', (from, to, path) => {
    expect(kycPath(from, to)).toEqual(path);
  });

  it('are all reached from the first one', () => {
    const reached = new Set<KycStatus>(['created']);
    for (const status of reached) for (const next of kycTransitions[status]) reached.add(next);
    expect(kycStatuses.filter((status) => !reached.has(status))).toEqual([]);
  });
});
