import type { Temporal } from 'temporal-polyfill';
import type { Money } from '../../kernel/money/money.ts';

/** Names a message of the card network: the same for every repeat of it (regulation.md 4.2, 4.3: elements 7, 11, 37). */
export interface MessageName {
  /** The issuer's id of the message. */
  readonly id: string;
  /** When it was first sent, real time. Repeats carry the same instant. */
  readonly transmittedAt: Temporal.Instant;
}

export interface Merchant {
  readonly name: string;
  /** ISO 18245 merchant category code, four digits. */
  readonly mcc: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
}

export const entryChannels = ['pos', 'ecom', 'atm', 'contactless'] as const;
/** How the card was used. */
export type EntryChannel = (typeof entryChannels)[number];

/** What the issuer found when it checked what the holder brought; `unchecked` when nothing was brought. */
export const findings = ['match', 'mismatch', 'unchecked'] as const;
export type Finding = (typeof findings)[number];

/** The issuer checks CVV, PIN and expiry itself; the platform never sees them. */
export interface Verification {
  readonly cvv: Finding;
  readonly pin: Finding;
  readonly expiry: Finding;
}

/** What waits for an answer (domain.md 2.6): asks to reserve, to pay at once, to reserve more, or for the balance. */
export const requestKinds = ['authorization', 'financial', 'increment', 'balance_inquiry'] as const;
export type RequestKind = (typeof requestKinds)[number];

/** How often a mandate lets its holder's card be debited, and what the payee sells (rules 3, 4, 22). */
export const mandateFrequencies = [
  'daily',
  'weekly',
  'fortnightly',
  'monthly',
  'bimonthly',
  'quarterly',
  'half_yearly',
  'yearly',
  'as_presented',
] as const;
export const mandateCategories = ['standard', 'insurance', 'mutual_fund', 'credit_card_bill'] as const;

/** What a message says about a mandate on the card: that it begins with it, or that it is a debit under it. */
export type MandatePart =
  | {
      readonly act: 'register';
      /** The network's name of the mandate. */
      readonly reference: string;
      readonly amountRule: 'exact' | 'max';
      readonly maxAmount: Money;
      readonly frequency: (typeof mandateFrequencies)[number];
      readonly category: (typeof mandateCategories)[number];
      readonly exemption: 'FASTAG_AUTOLOAD' | 'NCMC_AUTOLOAD' | undefined;
      readonly validUntil: Temporal.Instant;
      readonly channel: 'sms' | 'email';
      /** The 3-D Secure check that the holder passed; undefined: none. */
      readonly authentication:
        { readonly method: '3ds'; readonly at: Temporal.Instant; readonly reference: string } | undefined;
    }
  | {
      readonly act: 'debit';
      readonly reference: string;
      /** The network's name of the announcement. */
      readonly announcement: string | undefined;
    };

/** A request of the card network that is decided while it waits. */
export interface AuthorizationRequest {
  readonly kind: RequestKind;
  readonly message: MessageName;
  /** Increments: the authorization's own message. */
  readonly original: MessageName | undefined;
  /** The issuer's id of the card. */
  readonly cardExternalId: string;
  /** What the cardholder is billed; zero for a balance inquiry. */
  readonly amount: Money;
  readonly merchant: Merchant;
  readonly channel: EntryChannel;
  /** The terminal can take less than it asked for. */
  readonly partialCapable: boolean;
  readonly verification: Verification;
  /** Absent of an ordinary request. */
  readonly mandate?: MandatePart | undefined;
  /** The program's business time. */
  readonly occurredAt: Temporal.Instant;
}

/** A third party's word that it will debit a card; nothing is decided of the debit itself. */
export interface DebitNotice {
  readonly kind: 'mandate_notice';
  readonly message: MessageName;
  readonly cardExternalId: string;
  /** The network's name of the mandate, and of this announcement. */
  readonly reference: string;
  readonly announcement: string;
  readonly amount: Money;
  readonly dueAt: Temporal.Instant;
  readonly reason: string;
  /** The program's business time. */
  readonly occurredAt: Temporal.Instant;
}
