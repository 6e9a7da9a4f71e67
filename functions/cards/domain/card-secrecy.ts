import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { Card } from './card.ts';
import { isOpen } from './card.ts';
import { isForGood } from './card-lock.ts';

/** A lost or a stolen card shows nothing any more (domain.md 2.4, incidents). */
const isGone = ({ locks }: Pick<Card, 'locks'>): boolean => locks.some(({ code }) => code === 1 || code === 2);

/** Whether a card's data may be shown at all. */
export const isRevealable = (card: Pick<Card, 'status' | 'locks'>): boolean =>
  card.status !== 'closed' && !isGone(card);

/** @throws InvalidState */
export const requireRevealable = (card: Pick<Card, 'status' | 'locks'>): void => {
  if (card.status === 'closed') throw new InvalidState('The card is closed.');
  if (isGone(card)) throw new InvalidState('The card is lost or stolen, so that its data is not shown any more.');
};

/**
 * PIN, CVV and 3-D Secure are renewed for cards that can be used, now or once they are activated or unlocked.
 * @throws InvalidState
 */
export const requireRenewable = (card: Pick<Card, 'status' | 'locks'>): void => {
  if (!isOpen(card)) throw new InvalidState(`The card is ${card.status}.`);
  if (isForGood(card.locks)) throw new InvalidState('The card is locked for good.');
};
