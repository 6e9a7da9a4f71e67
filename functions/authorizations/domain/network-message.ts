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
  /** The program's business time. */
  readonly occurredAt: Temporal.Instant;
}
