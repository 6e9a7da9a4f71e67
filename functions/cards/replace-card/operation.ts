import { DomainError, InvalidState } from '../../kernel/errors/domain-error.ts';
import type { IdGenerator } from '../../kernel/ids/ids.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { Work } from '../../kernel/persistence/unit-of-work.ts';
import type { CardIssuingDependencies } from '../card-issuing.ts';
import { prepareVirtualCard } from '../card-issuing.ts';
import { applyLock } from '../card-locking.ts';
import { awaitingWork, hasOpenReplacement, tellOfReplaced } from '../card-replacing.ts';
import { visibleCard } from '../card-restricting.ts';
import type { Card, CardStatus } from '../domain/card.ts';
import type { ReplacementReason } from '../domain/replacement-reason.ts';
import { keepsNumber, lockOfReason, requireReplaceable } from '../domain/card-replacement.ts';
import type { PostalAddress } from '../domain/postal-address.ts';
import type { CardStatusDependencies } from '../issuer-asking.ts';
import type { CardOrdering } from '../ports/card-ordering.ts';
import type { CardOrders } from '../ports/card-orders.ts';
import type { CardReplacements } from '../ports/card-replacements.ts';
import { retried } from '../status-work.ts';
import type { replaceCard as declaration } from './declaration.ts';

type Dependencies = CardIssuingDependencies &
  CardStatusDependencies & {
    readonly orders: CardOrders;
    readonly ordering: CardOrdering;
    readonly replacements: Pick<CardReplacements, 'create'>;
    readonly ids: IdGenerator;
  };

interface Wish {
  readonly cardId: string;
  readonly old: Card;
  readonly reason: ReplacementReason;
}

interface Prepared {
  readonly orderId?: string;
  readonly status: CardStatus;
  readonly work: Work;
}

const together = (one: Work, other: Work): Work => ({
  writes: [...one.writes, ...other.writes],
  records: [...one.records, ...other.records],
});

const addressMissing = (): DomainError =>
  new DomainError('invalid', 'validation_failed', {
    detail: 'A physical card is replaced by one that must be sent somewhere.',
    invalidFields: [{ path: 'deliveryAddress', message: 'is required for a physical card' }],
  });

/** A new virtual card, made now; unless it is usable at once, the old one works on until it is. */
const prepareVirtual = async (
  deps: Dependencies,
  context: OperationContext,
  { cardId, old, reason }: Wish,
): Promise<Prepared> => {
  const { customerId, balanceId, displayName } = old;
  const order = { cardId, customerId, balanceId, displayName, inPlaceOf: { card: old, reason } };
  const { card, work } = await prepareVirtualCard(deps, context, order);
  if (card.status === 'active') return { status: card.status, work };
  const waiting = awaitingWork(deps, context, { card: old, replacement: { cardId, reason } });
  return { status: card.status, work: together(work, waiting) };
};

/** A plastic on order; the old card works on until the new one is activated. */
const prepareOrder = async (
  { ordering, replacements, ...deps }: Dependencies,
  context: OperationContext,
  { cardId, old, reason, deliveryAddress }: Wish & { readonly deliveryAddress: PostalAddress },
): Promise<Prepared> => {
  const { customerId, balanceId, displayName } = old;
  const { orderId, work } = await ordering.prepare(context, {
    ...{ cardId, customerId, balanceId, displayName, deliveryAddress },
  });
  const waiting = awaitingWork(deps, context, { card: old, replacement: { cardId, reason } });
  const link = { cardId, replaces: old.cardId, sameNumber: keepsNumber(old, reason) };
  const writes = [replacements.create(context.tenant, link)];
  return { orderId, status: 'requested', work: together(together(work, waiting), { writes, records: [] }) };
};

const replaceable = async (
  deps: Dependencies,
  context: OperationContext,
  { cardId, reason }: { readonly cardId: string; readonly reason: ReplacementReason },
): Promise<Card> => {
  const card = await visibleCard(deps, context, cardId);
  requireReplaceable(card, reason);
  if (await hasOpenReplacement(deps, context, card)) throw new InvalidState('A replacement is on its way already.');
  return card;
};

/**
 * Replaces a card (M-13, AN-50).
 *
 * In: why, and where to send a physical one. Out: the card that comes, made or on order.
 * 1. The card may be replaced, and no replacement of it is on its way. One that is lost or stolen is locked first,
 *    whatever becomes of the rest.
 * 2. Make a virtual card, or order a physical one, under the id that belongs to the idempotency key. It gets the limits
 *    of the old one, and its number too where nobody else can have it; channels begin anew (rule 88).
 * 3. Commit the new card or its order, the old card and the key together. The old card is locked with code 8 in the
 *    transaction that makes the new one usable: here, or when it is activated (card-handing-over.ts).
 */
export const replaceCard =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body: { reason, deliveryAddress } }) => {
    const replaces = params.cardId;
    const cardId = context.idempotency?.reservedId('crd') ?? deps.ids.next('crd', context.tenant);
    const { type } = await replaceable(deps, context, { cardId: replaces, reason });
    if (type === 'physical' && deliveryAddress === undefined) throw addressMissing();
    const code = lockOfReason[reason];
    if (code !== undefined) await applyLock(deps, context, { cardId: replaces, code });
    const answer = await retried(async () => {
      const old = await replaceable(deps, context, { cardId: replaces, reason });
      const wish = { cardId, old, reason };
      const { work, ...made } =
        deliveryAddress === undefined
          ? await prepareVirtual(deps, context, wish)
          : await prepareOrder(deps, context, { ...wish, deliveryAddress });
      return deps.unitOfWork.commit(context, work, { cardId, ...made, replaces });
    });
    if (answer.status === 'active') await tellOfReplaced(deps, context, replaces);
    return answer;
  };
