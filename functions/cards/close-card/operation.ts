import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { askingOf } from '../acting.ts';
import { presentCard } from '../answers.ts';
import { restrict } from '../card-restricting.ts';
import { close } from '../domain/card-commands.ts';
import type { CardStatusDependencies } from '../issuer-asking.ts';
import type { closeCard as declaration } from './declaration.ts';

/** Disables a card for good (AL-12): here, then at the issuer. What was authorized before is carried to its end. */
export const closeCard =
  (deps: CardStatusDependencies): HttpUseCase<typeof declaration> =>
  ({ context, params: { cardId }, body: { reason } }) =>
    restrict(deps, context, {
      cardId,
      decide: (card) => ({
        card: close(card),
        cause: { type: 'card.closed', origin: askingOf(context).actor, note: reason },
      }),
      answer: presentCard,
    });
