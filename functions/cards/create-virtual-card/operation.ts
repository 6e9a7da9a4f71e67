import type { IdGenerator } from '../../kernel/ids/ids.ts';
import type { HttpUseCase, Reread } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import { presentFullCard } from '../answers.ts';
import type { CardIssuingDependencies } from '../card-issuing.ts';
import { prepareVirtualCard } from '../card-issuing.ts';
import type { RevealDependencies } from '../card-reveal.ts';
import { revealOfCard } from '../card-reveal.ts';
import { isRevealable } from '../domain/card-secrecy.ts';
import type { CardData, IssuerProcessor } from '../ports/issuer-processor.ts';
import type { createVirtualCard as declaration } from './declaration.ts';

type Dependencies = CardIssuingDependencies & { readonly ids: IdGenerator; readonly unitOfWork: UnitOfWork };

/** Staff never see card data (AN-56). */
const maySee = ({ caller }: OperationContext): boolean => caller.kind !== 'staff';

const shownTo = (context: OperationContext, data: CardData): CardData | undefined =>
  maySee(context) ? data : undefined;

/**
 * Issues a virtual card (AN-41, AN-62).
 *
 * In: a verified customer's balance. Out: the card with PAN, expiry and CVV, encrypted to the caller; for staff masked.
 * 1. Take the card id that belongs to the idempotency key, so that a repeat asks the issuer for the same card.
 * 2. Check the prerequisites and have the card made (card-issuing.ts).
 * 3. Commit card, issuer reference, record and key together; the key stores the answer without PAN and CVV.
 */
export const createVirtualCard =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const cardId = context.idempotency?.reservedId('crd') ?? deps.ids.next('crd', context.tenant);
    const order = { cardId, customerId: params.customerId, ...body };
    const { card, data, work } = await prepareVirtualCard(deps, context, order);
    return deps.unitOfWork.commit(context, work, presentFullCard(card, shownTo(context, data)));
  };

/**
 * A repeat reads the card data again: it was never stored (api.md section 2). That is a reveal, and recorded as one.
 * A card that was closed, lost or removed meanwhile is answered without data.
 */
export const rereadCardData =
  (deps: RevealDependencies & { readonly issuer: Pick<IssuerProcessor, 'readCardData'> }): Reread<typeof declaration> =>
  async ({ context }, stored) => {
    if (!maySee(context)) return stored;
    const { tenant } = context;
    const card = await deps.cards.find(tenant, stored.cardId);
    if (card === undefined || !isRevealable(card)) return stored;
    const read = (externalId: string): Promise<CardData> => deps.issuer.readCardData(tenant, externalId);
    const { pan, cvv } = await revealOfCard(deps, context, {
      card,
      permit: { fields: ['pan', 'cvv'], writes: [] },
      read,
    });
    return { ...stored, pan, cvv };
  };
