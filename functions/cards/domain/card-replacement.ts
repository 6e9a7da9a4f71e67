import type { RecordDraft } from '../../kernel/events/record.ts';
import { InvalidState } from '../../kernel/errors/domain-error.ts';
import { restricts } from '../../policies/card-controls.ts';
import type { Card, OpenReplacement } from './card.ts';
import { isOpen } from './card.ts';
import type { Asking } from './card-commands.ts';
import { lock, transitions } from './card-commands.ts';
import { cardFacts, cardRecord } from './card-events.ts';
import { controlsAtIssue, rulesOf } from './controls.ts';
import type { LockCode } from './lock-table.ts';
import type { ReplacementReason } from './replacement-reason.ts';
import { statusRecord } from './status-change.ts';

/** What a card that is on order takes the place of, until it is linked and says so itself. */
export interface CardReplacement {
  readonly cardId: string;
  readonly replaces: string;
  readonly sameNumber: boolean;
}

/** The lock that secures a card at once, whatever becomes of its replacement. */
export const lockOfReason: Partial<Readonly<Record<ReplacementReason, LockCode>>> = { lost: 1, stolen: 2 };

const hasLock = ({ locks }: Pick<Card, 'locks'>, codes: readonly LockCode[]): boolean =>
  locks.some(({ code }) => codes.includes(code));

/** A number that somebody else may have is not used again. */
export const hasSafeNumber = (card: Pick<Card, 'locks'>): boolean => !hasLock(card, [1, 2, 7]);

/** Whether the new card may have the old one's number. */
export const keepsNumber = (card: Pick<Card, 'locks'>, reason: ReplacementReason): boolean =>
  (reason === 'damaged' || reason === 'expired') && hasSafeNumber(card);

/**
 * Nobody gets round a suspicion of fraud by another card (D-04): an operator lifts it, or the card is lost for good.
 * @throws invalid_state
 */
export const requireReplaceable = (card: Card, reason: ReplacementReason): void => {
  if (card.replacedBy !== undefined) throw new InvalidState('The card has been replaced already.');
  if (!isOpen(card) && card.status !== 'expired') throw new InvalidState(`The card is ${card.status}.`);
  if (hasLock(card, [7]) && lockOfReason[reason] === undefined) {
    throw new InvalidState('The card is suspected of fraud, which must be settled first.');
  }
};

/**
 * What a new card has from the one whose place it takes: limits and merchant categories, and the count of its uses. Its
 * channels begin anew: the law switches all but contact at home off at a reissue (rule 88).
 */
export const inherited = (old: Card): Pick<Card, 'replaces' | 'countedAs' | 'controls'> => {
  const { limits = [], mcc = {}, rulesVersion = 0 } = old.controls ?? {};
  const controls = { ...controlsAtIssue, limits, mcc, rulesVersion };
  return {
    replaces: old.cardId,
    countedAs: old.countedAs ?? old.externalId,
    ...(restricts(rulesOf(controls)) ? { controls } : {}),
  };
};

/** The card with a replacement on its way; nothing else of it changes yet. */
export const awaiting = (card: Card, replacement: OpenReplacement): Card => ({
  ...card,
  replacement,
  sequence: card.sequence + 1,
});

/** The record of a replacement that is on its way. */
export const replacementRequested = (partition: string, card: Card, { cardId, reason }: OpenReplacement): RecordDraft =>
  cardRecord(partition, card, {
    type: 'card.replacement_requested',
    data: { ...cardFacts(card), fromCardId: card.cardId, toCardId: cardId, replacementReason: reason },
  });

/** The card once another one is used in its place: locked with code 8, for good (AN-50), unless it has ended already. */
export const replaced = (card: Card, by: string, asking: Omit<Asking, 'actor'>): Card => {
  const mayBeLocked = transitions[card.status].lock !== undefined;
  const { replacement: _over, ...after } = mayBeLocked ? lock(card, { code: 8 }, { ...asking, actor: 'system' }) : card;
  return { ...after, replacedBy: by, sequence: card.sequence + 1 };
};

/**
 * The record that a card was replaced. What hangs on the card, mandates above all, moves from the one to the other
 * when this is heard.
 */
export const cardReplaced = (
  partition: string,
  { before, after }: { readonly before: Card; readonly after: Card },
  reason: ReplacementReason | undefined,
): RecordDraft => {
  const isLocked = after.locks.some(({ code }) => code === 8);
  const cause = { type: 'card.replaced', origin: 'system', ...(isLocked ? { lockCode: 8 as const } : {}) } as const;
  const draft = statusRecord(partition, { before, after }, cause);
  const data = {
    ...draft.data,
    fromCardId: after.cardId,
    toCardId: after.replacedBy,
    ...(reason === undefined ? {} : { replacementReason: reason }),
  };
  return { ...draft, data };
};
