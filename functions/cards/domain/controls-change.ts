import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { Card } from './card.ts';
import { isOpen } from './card.ts';
import type { CardControls, Controls } from './controls.ts';
import { channels, controlsAtIssue, normalized, textOfRules } from './controls.ts';

/** The card's controls: those at issue until they are set. */
export const controlsOf = ({ controls }: Pick<Card, 'controls'>): CardControls => controls ?? controlsAtIssue;

/** What a change of controls made of a card. */
export interface ControlsChange {
  readonly card: Card;
  readonly controls: CardControls;
  readonly changed: { readonly channels: boolean; readonly rules: boolean };
}

/**
 * The card with other controls; all that the wish does not name is gone. The same controls again change nothing.
 * @throws invalid_state for a card that is closed, expired or failed
 */
export const setControls = (card: Card, wish: Controls): ControlsChange => {
  if (!isOpen(card)) throw new InvalidState(`The card is ${card.status}.`);
  const before = controlsOf(card);
  const after = normalized(wish);
  const changed = {
    channels: channels.some((channel) => before.channels[channel] !== after.channels[channel]),
    rules: textOfRules(before) !== textOfRules(after),
  };
  if (!changed.channels && !changed.rules) return { card, controls: before, changed };
  const controls = { ...after, rulesVersion: before.rulesVersion + (changed.rules ? 1 : 0) };
  return { card: { ...card, controls, sequence: card.sequence + 1 }, controls, changed };
};
