import { InvalidState } from '../../kernel/errors/domain-error.ts';
import { channels } from '../../policies/card-controls.ts';
import type { Card } from './card.ts';
import { isOpen } from './card.ts';
import type { Controls, KeptControls } from './controls.ts';
import { controlsAtIssue, normalized, textOfRules } from './controls.ts';

/** The card's controls: those at issue until they are set. */
export const controlsOf = ({ controls }: Pick<Card, 'controls'>): KeptControls => controls ?? controlsAtIssue;

/** Which part of some controls a wish changes. */
export interface Changed {
  readonly channels: boolean;
  readonly rules: boolean;
}

/** What a wish changes of controls. All that the wish does not name is gone. */
export const compare = (before: Controls, wish: Controls): { readonly after: Controls; readonly changed: Changed } => {
  const after = normalized(wish);
  const changed = {
    channels: channels.some((channel) => before.channels[channel] !== after.channels[channel]),
    rules: textOfRules(before) !== textOfRules(after),
  };
  return { after, changed };
};

/** What a change of controls made of a card. */
export interface ControlsChange {
  readonly card: Card;
  readonly controls: KeptControls;
  readonly changed: Changed;
}

/**
 * The card with other controls; all that the wish does not name is gone. The same controls again change nothing.
 * @throws invalid_state for a card that is closed, expired or failed
 */
export const setControls = (card: Card, wish: Controls): ControlsChange => {
  if (!isOpen(card)) throw new InvalidState(`The card is ${card.status}.`);
  const before = controlsOf(card);
  const { after, changed } = compare(before, wish);
  if (!changed.channels && !changed.rules) return { card, controls: before, changed };
  const controls = { ...after, rulesVersion: before.rulesVersion + (changed.rules ? 1 : 0) };
  return { card: { ...card, controls, sequence: card.sequence + 1 }, controls, changed };
};

/**
 * The controls of a level above the card once they are set; undefined when nothing changes. Their switches are rules
 * like the others, so every change counts.
 */
export const setAbove = (before: KeptControls, wish: Controls): KeptControls | undefined => {
  const { after, changed } = compare(before, wish);
  return changed.channels || changed.rules ? { ...after, rulesVersion: before.rulesVersion + 1 } : undefined;
};
