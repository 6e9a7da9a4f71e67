import { emandateRow as row, inPaise } from './emandate-row.ts';
import type { Policy, PolicySource } from './policy.ts';

const ours: PolicySource = { title: 'our own choice' };
const seed: PolicySource = {
  title: 'our own choice, after a merchant who could not ask for the limits of banks and apps',
};

/** What no text settles and we chose; a law, a network or a provider that says more wins over it (rule 52 and beside). */
export const emandateHouse: readonly Policy[] = [
  {
    ...row({ rule: 52, key: 'webhook.dedupeTtlSeconds', sources: [ours] }),
    unit: 'seconds',
    value: 604_800,
  },
  {
    ...row({ rule: 'house', key: 'house.emandate.upi.defaultMaxMinor', scope: { method: 'upi' }, sources: [seed] }),
    ...inPaise,
    value: 5_000_00n,
  },
  // The network bounds attempts on UPI since August 2025 (rule 29); we keep to it on every day and on cards.
  { ...row({ rule: 'house', key: 'house.emandate.maxAttempts', sources: [ours] }), unit: 'count', value: 4 },
  // So that a notice that is delivered late does not move the debit.
  {
    ...row({ rule: 'house', key: 'house.emandate.noticeMarginSeconds', sources: [ours] }),
    unit: 'seconds',
    value: 3600,
  },
  {
    ...row({
      rule: 'house',
      key: 'house.emandate.upi.authenticationSeconds',
      scope: { method: 'upi' },
      sources: [ours],
    }),
    unit: 'seconds',
    value: 1800,
  },
  {
    ...row({ rule: 'house', key: 'house.emandate.authCharge.refundWithinSeconds', sources: [ours] }),
    unit: 'seconds',
    value: 259_200,
  },
  // A provider captures for up to five days what was authorised, and may have called failed what it captures.
  {
    ...row({ rule: 'house', key: 'house.emandate.lateMoneySeconds', sources: [ours] }),
    unit: 'seconds',
    value: 432_000,
  },
  // How long a network may take to close a mandate no text says; nothing is debited meanwhile.
  {
    ...row({ rule: 'house', key: 'house.emandate.withdrawalWithinSeconds', sources: [ours] }),
    unit: 'seconds',
    value: 86_400,
  },
  // Rule 19 names no time: settlements and disputes come late, and need the instrument's references.
  {
    ...row({ rule: 'house', key: 'house.emandate.purgeHoldSeconds', sources: [ours] }),
    unit: 'seconds',
    value: 2_592_000,
  },
];
