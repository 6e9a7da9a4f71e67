import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { HttpUseCase, Reread } from '../../kernel/operation/http/exchange.ts';
import { recordOnCard } from '../card-recording.ts';
import { visibleCard } from '../card-restricting.ts';
import type { RevealDependencies } from '../card-reveal.ts';
import { revealOfCard } from '../card-reveal.ts';
import { cardFacts } from '../domain/card-events.ts';
import { isRevealable, requireRenewable } from '../domain/card-secrecy.ts';
import type { IssuerProcessor } from '../ports/issuer-processor.ts';
import type { IssuerCardSecrets } from '../ports/issuer-secrets.ts';
import type { resetCvv as declaration } from './declaration.ts';

type Dependencies = RevealDependencies & { readonly issuer: Pick<IssuerCardSecrets, 'resetCvv'> };

/** Staff have it reset and never see it (AN-56). */
const maySee = ({ caller }: OperationContext): boolean => caller.kind === 'customer';

/** The issuer makes one CVV per reference: the same on every try under one key. */
const referenceOf = ({ idempotency, requestId }: OperationContext): string =>
  idempotency?.reservedId('req') ?? requestId;

/**
 * Resets a CVV (AN-57).
 *
 * In: a virtual card that can be used. Out: the new CVV, encrypted; for staff without it.
 * 1. The card must be the caller's to reach, virtual, and not locked for good.
 * 2. Have the issuer make another CVV, once per key.
 * 3. Commit record `card.cvv_reset` and key together; the key stores the answer without the CVV. The record is also that
 *    of the reveal: `shown` tells whether somebody saw it.
 */
export const resetCvv =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const card = await visibleCard(deps, context, params.cardId);
    if (card.type !== 'virtual') throw new InvalidState('The CVV of a physical card is printed on it.');
    requireRenewable(card);
    const { cardId, externalId, expiryMonth, expiryYear } = card;
    const { cvv } = await deps.issuer.resetCvv(context.tenant, { externalId, reference: referenceOf(context) });
    const shown = maySee(context);
    return recordOnCard(deps, context, {
      card,
      note: (current) => ({
        card: current,
        change: { type: 'card.cvv_reset', data: { ...cardFacts(current), shown } },
      }),
      answer: { cardId, ...(shown ? { cvv } : {}), expiryMonth, expiryYear },
    });
  };

/**
 * A repeat reads the CVV again, which is a reveal; one that was made since is shown, for the first is void. A card that was
 * closed, lost or removed meanwhile is answered without.
 */
export const rereadCvv =
  (deps: RevealDependencies & { readonly issuer: Pick<IssuerProcessor, 'readCardData'> }): Reread<typeof declaration> =>
  async ({ context }, stored) => {
    if (!maySee(context)) return stored;
    const card = await deps.cards.find(context.tenant, stored.cardId);
    if (card === undefined || !isRevealable(card)) return stored;
    const { cvv } = await revealOfCard(deps, context, {
      card,
      permit: { fields: ['cvv'], writes: [] },
      read: (externalId) => deps.issuer.readCardData(context.tenant, externalId),
    });
    return { ...stored, cvv };
  };
