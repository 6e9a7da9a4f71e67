import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { presentFullCard } from '../answers.ts';
import type { RevealDependencies } from '../card-reveal.ts';
import { revealCard } from '../card-reveal.ts';
import type { getFullCardData as declaration } from './declaration.ts';

/**
 * Reveals full card data (AN-54, AL-32).
 *
 * In: a card that is not closed. Out: PAN, expiry, CVV, straight from the issuer, encrypted to the caller by the chain.
 * Every reveal is recorded before it is answered (card-reveal.ts).
 */
export const getFullCardData =
  (deps: RevealDependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const { card, data } = await revealCard(deps, context, params.cardId);
    return presentFullCard(card, data);
  };
