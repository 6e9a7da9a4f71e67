import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { presentFullCard } from '../answers.ts';
import { visibleCard } from '../card-restricting.ts';
import type { RevealDependencies } from '../card-reveal.ts';
import { permitReveal, revealOfCard } from '../card-reveal.ts';
import { revealHeader } from '../domain/reveal-session.ts';
import type { IssuerProcessor } from '../ports/issuer-processor.ts';
import type { RevealSessionStore } from '../ports/reveal-session-store.ts';
import type { getFullCardData as declaration } from './declaration.ts';

type Dependencies = RevealDependencies & {
  readonly sessions: Pick<RevealSessionStore, 'find' | 'use'>;
  readonly issuer: Pick<IssuerProcessor, 'readCardData'>;
};

/**
 * Reveals full card data (AN-54, AN-55, AL-30, AL-32).
 *
 * In: a card that is neither closed nor lost; from a customer also a reveal session. Out: PAN, expiry, CVV, straight
 * from the issuer, encrypted to the caller by the chain; what a reveal session does not name is null.
 * 1. Find the card and what the caller may see of it.
 * 2. Read it from the issuer.
 * 3. Commit the record of the reveal, and with it the use of the session, before it is answered (card-reveal.ts).
 */
export const getFullCardData =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, headers }) => {
    const card = await visibleCard(deps, context, params.cardId);
    const permit = await permitReveal(deps.sessions, context, {
      cardId: card.cardId,
      wanted: ['pan', 'cvv'],
      session: headers[revealHeader],
    });
    const data = await revealOfCard(deps, context, {
      card,
      permit,
      read: (externalId) => deps.issuer.readCardData(context.tenant, externalId),
    });
    return presentFullCard(card, {
      pan: permit.fields.includes('pan') ? data.pan : null,
      cvv: permit.fields.includes('cvv') ? data.cvv : null,
    });
  };
