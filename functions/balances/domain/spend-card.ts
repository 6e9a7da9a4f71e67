import type { Channel, UseRules } from '../../policies/card-controls.ts';

/** States of a card, as its authorizations meet them (domain.md 2.4). */
export const spendCardStatuses = ['inactive', 'active', 'locked', 'closed', 'expired'] as const;
export type SpendCardStatus = (typeof spendCardStatuses)[number];

/** Ways to use a card that its holder switches on and off (regulation.md 3.9), and the letter each is stored as. */
export const channelLetters = { pos: 'p', ecom: 'e', atm: 'a', contactless: 'c', international: 'i' } as const;

/** What a new card may be used for: contact at a terminal or ATM inside the country (rule 88, boundary case 21). */
export const channelsAtIssue: readonly Channel[] = ['pos', 'atm'];

/** A card on its balance: what an authorization is decided by, so that the decision needs no other item. */
export interface SpendCard {
  readonly cardId: string;
  readonly status: SpendCardStatus;
  /** Code of the lock that counts, 1 to 8; only while the card is locked. */
  readonly lock?: number | undefined;
  /** Last month of validity, 1 to 12 of a four-digit year. */
  readonly expiryMonth: number;
  readonly expiryYear: number;
  readonly channels: readonly Channel[];
  readonly rules?: UseRules | undefined;
  /**
   * Of a card that took another one's place: the issuer's id of the first card of the chain, under which all of them
   * count their uses, so that a replacement begins no limit anew.
   */
  readonly countedAs?: string | undefined;
}

/** The channels as they are stored. */
export const lettersOf = (channels: readonly Channel[]): string =>
  channels.map((channel) => channelLetters[channel]).join('');

const channelOf = new Map<string, Channel>([
  ['p', 'pos'],
  ['e', 'ecom'],
  ['a', 'atm'],
  ['c', 'contactless'],
  ['i', 'international'],
]);

/** What the stored letters stand for. */
export const channelsOf = (letters: string): readonly Channel[] =>
  [...letters].flatMap((letter) => channelOf.get(letter) ?? []);

/** A month as it is stored and compared: `YYYY-MM`. */
export const monthOf = ({ expiryMonth, expiryYear }: Pick<SpendCard, 'expiryMonth' | 'expiryYear'>): string =>
  `${expiryYear}-${String(expiryMonth).padStart(2, '0')}`;
