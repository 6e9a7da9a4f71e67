/** Why a card's status is changed or was changed, in the issuers' words (domain.md 2.4); unknown ones read `other`. */
export const issuerReasons = [
  'lost',
  'stolen',
  'damaged',
  'suspectedFraud',
  'transactionRule',
  'endOfLife',
  'expired',
  'accountClosure',
  'other',
] as const;
export type IssuerReason = (typeof issuerReasons)[number];
