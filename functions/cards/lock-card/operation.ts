import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { presentCard } from '../answers.ts';
import { lockRestriction } from '../card-locking.ts';
import { restrict } from '../card-restricting.ts';
import type { CardStatusDependencies } from '../issuer-asking.ts';
import type { lockCard as declaration } from './declaration.ts';

/**
 * Locks a card (AN-42 to AN-51).
 *
 * In: the reason's code, and words that are kept. Out: the card with its open locks.
 * 1. The caller may set this code, and no lock for good stands against it; the same code again is no change.
 * 2. Lock here, then at the issuer (card-restricting.ts).
 */
export const lockCard =
  (deps: CardStatusDependencies): HttpUseCase<typeof declaration> =>
  ({ context, params, body }) => {
    const order = { cardId: params.cardId, code: body.reasonCode, note: body.note };
    return restrict(deps, context, lockRestriction(context, order, presentCard));
  };
