/** Why a decision fell out as it did; stable, public (getDecision, events). */
export const reasons = [
  'approved',
  'approved_partially',
  'card_unknown',
  'card_inactive',
  'card_locked',
  'card_closed',
  'card_expired',
  'cvv_mismatch',
  'pin_mismatch',
  'expiry_mismatch',
  'balance_frozen',
  'balance_closing',
  'balance_closed',
  'currency_mismatch',
  'cash_not_allowed',
  'cash_limit_exceeded',
  'abroad_not_allowed',
  'abroad_limit_exceeded',
  'channel_off',
  'international_off',
  'merchant_category_blocked',
  'spend_limit_exceeded',
  'deposit_insufficient',
  'insufficient_funds',
  'tenant_declined',
  'tenant_silent',
  'authorization_unknown',
  'authorization_ended',
  'out_of_time',
  'authentication_required',
  'mandate_exists',
  'mandate_terms_invalid',
  'mandate_unknown',
  'mandate_ended',
  'mandate_amount_exceeded',
  'mandate_cycle_used',
  'mandate_debit_open',
  'mandate_not_notified',
  'mandate_notice_too_recent',
  'mandate_debit_skipped',
] as const;

export type Reason = (typeof reasons)[number];

/** What goes back over the network. */
export interface NetworkCodes {
  /** Four digits, for terminals and ATMs; those of the lock table are domain.md 2.4's. */
  readonly actionCode: string;
  /** Two digits, ISO 8583 element 39 (regulation.md 4.4). */
  readonly responseCode: string;
}

const codes: Readonly<Record<Reason, readonly [actionCode: string, responseCode: string]>> = {
  approved: ['0000', '00'],
  approved_partially: ['0002', '10'],
  card_unknown: ['1014', '14'],
  card_inactive: ['1018', '62'],
  card_locked: ['1000', '62'],
  card_closed: ['1004', '46'],
  card_expired: ['1001', '54'],
  cvv_mismatch: ['1022', '63'],
  pin_mismatch: ['1017', '55'],
  expiry_mismatch: ['1001', '54'],
  balance_frozen: ['1004', '62'],
  balance_closing: ['1004', '62'],
  balance_closed: ['1004', '46'],
  currency_mismatch: ['1010', '13'],
  cash_not_allowed: ['1019', '57'],
  cash_limit_exceeded: ['1021', '61'],
  abroad_not_allowed: ['1019', '57'],
  abroad_limit_exceeded: ['1021', '61'],
  channel_off: ['1019', '57'],
  international_off: ['1019', '57'],
  merchant_category_blocked: ['1019', '57'],
  spend_limit_exceeded: ['1021', '61'],
  deposit_insufficient: ['1051', '51'],
  insufficient_funds: ['1051', '51'],
  tenant_declined: ['1005', '05'],
  tenant_silent: ['1005', '05'],
  authorization_unknown: ['9014', '12'],
  authorization_ended: ['9014', '12'],
  out_of_time: ['9012', '91'],
  authentication_required: ['1023', '65'],
  mandate_exists: ['1019', '57'],
  mandate_terms_invalid: ['1019', '57'],
  mandate_unknown: ['1019', '57'],
  mandate_ended: ['1019', '57'],
  mandate_amount_exceeded: ['1021', '61'],
  mandate_cycle_used: ['1021', '65'],
  mandate_debit_open: ['1021', '65'],
  mandate_not_notified: ['1019', '57'],
  mandate_notice_too_recent: ['1019', '57'],
  mandate_debit_skipped: ['1019', '57'],
};

/** @param exact the action code where there is a closer one than the reason's: a lock's own */
export const codesOf = (reason: Reason, exact?: string): NetworkCodes => {
  const [actionCode, responseCode] = codes[reason];
  return { actionCode: exact ?? actionCode, responseCode };
};
