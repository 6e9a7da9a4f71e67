import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { isVisible } from '../../kernel/operation/visibility.ts';
import { presentControls } from '../controls-schemas.ts';
import { cardNotFound } from '../domain/card-errors.ts';
import { controlsOf } from '../domain/controls-change.ts';
import type { CardStore } from '../ports/card-store.ts';
import type { getControls as declaration } from './declaration.ts';

/** Shows a card's controls, of a closed one too; until somebody sets them, those at issue (rule 88). */
export const getControls =
  ({ cards }: { readonly cards: Pick<CardStore, 'find'> }): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const card = await cards.find(context.tenant, params.cardId);
    if (card === undefined || !isVisible(context, card)) throw cardNotFound();
    return presentControls(controlsOf(card));
  };
