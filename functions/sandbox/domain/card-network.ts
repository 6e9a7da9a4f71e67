/** How a card is used. */
export const entryChannels = ['pos', 'ecom', 'atm', 'contactless'] as const;
export type EntryChannel = (typeof entryChannels)[number];

/** What the network tells afterwards. */
export type CardMessageKind = 'advice' | 'reversal' | 'expiry' | 'clearing' | 'refund' | 'force_post';

export interface NetworkMerchant {
  readonly name: string;
  /** ISO 18245, four digits. */
  readonly mcc: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
}

/** Where the issuer can put a card by itself. */
export const issuerStatuses = ['active', 'suspended', 'closed'] as const;

/** Why it does (domain.md 2.4, column Adyen). */
export const issuerReasons = [
  'lost',
  'stolen',
  'damaged',
  'endOfLife',
  'transactionRule',
  'suspectedFraud',
  'other',
] as const;
