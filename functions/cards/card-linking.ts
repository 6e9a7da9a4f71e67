import type { SpendCards } from '../balances/ports/spend-cards.ts';
import type { CustomerAdmission, CustomerDirectory } from '../customers/ports/customer-directory.ts';
import { InvalidState } from '../kernel/errors/domain-error.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { Work } from '../kernel/persistence/unit-of-work.ts';
import type { RandomSource } from '../kernel/platform/platform.ts';
import { toCard } from './card-issuing.ts';
import { placingWork } from './card-placing.ts';
import { cardNotFound, customerNotFound } from './domain/card-errors.ts';
import { cardFacts, cardRecord } from './domain/card-events.ts';
import type { CardOrder } from './domain/card-order.ts';
import type { Card } from './domain/card.ts';
import { isOpen } from './domain/card.ts';
import { inherited } from './domain/card-replacement.ts';
import { threeDsPassword, threeDsPasswordBytes } from './domain/three-ds-password.ts';
import type { CardReplacements } from './ports/card-replacements.ts';
import type { CardStore } from './ports/card-store.ts';
import type { IssuerPlastics } from './ports/issuer-plastics.ts';
import type { IssuedCard } from './ports/issuer-processor.ts';

export interface LinkingDependencies {
  readonly cards: CardStore;
  readonly customers: CustomerDirectory & CustomerAdmission;
  readonly replacements: Pick<CardReplacements, 'find'>;
  readonly spending: SpendCards;
  readonly issuer: IssuerPlastics;
  readonly random: RandomSource;
}

/** A linked card, and when it was asked for: what the issuer reports of later moments is newer than its answer. */
export type LinkedCard = IssuedCard & Pick<Card, 'issuerStatusAt'>;

/** Has the issuer link the plastic, once per order. @throws issuer_refused, temporarily_unavailable */
export const linkAtIssuer = async (
  { customers, issuer, random }: LinkingDependencies,
  { tenant, clock }: OperationContext,
  { customerId, cardId, externalId }: CardOrder,
): Promise<LinkedCard> => {
  const customer = await customers.find(tenant, customerId);
  if (customer === undefined) throw customerNotFound();
  if (externalId === undefined) throw new Error('an order was produced that the issuer has no id of');
  const threeDs = { phone: customer.phone, password: threeDsPassword(random.bytes(threeDsPasswordBytes)) };
  const issuerStatusAt = clock.now();
  return { ...(await issuer.linkCard(tenant, { orderId: externalId, reference: cardId, threeDs })), issuerStatusAt };
};

/** A physical card is inactive until its holder activates it (AN-59, D-01), whatever the program says of virtual ones. */
const newCard = async (
  deps: LinkingDependencies,
  context: OperationContext,
  { order, linked }: { readonly order: CardOrder; readonly linked: LinkedCard },
): Promise<Work> => {
  const { network, displayName } = order;
  const made = { ...linked, type: 'physical', network, displayName } as const;
  const card = toCard(context, order, { ...made, requestedStatus: 'inactive' });
  const replacement = await deps.replacements.find(context.tenant, order.cardId);
  if (replacement === undefined) return placingWork(deps, context, { card });
  const old = await deps.cards.findEvenRemoved(context.tenant, replacement.replaces);
  if (old === undefined) throw cardNotFound();
  return placingWork(deps, context, { card: { ...card, ...inherited(old) } });
};

/** The card that works already has a plastic now; nothing else of it changes (D-06). */
const samePlastic = async (
  { cards }: LinkingDependencies,
  { tenant }: OperationContext,
  order: CardOrder,
): Promise<Work> => {
  const card = await cards.find(tenant, order.cardId);
  if (card === undefined) throw cardNotFound();
  if (!isOpen(card)) throw new InvalidState(`The card is ${card.status}.`);
  const changed = { ...card, type: 'physical', sequence: card.sequence + 1 } as const;
  const record = cardRecord(cards.partition(tenant, card.cardId), changed, {
    type: 'card.plastic_linked',
    data: cardFacts(changed),
    previous: { type: card.type },
  });
  return { writes: [cards.replace(tenant, changed)], records: [record] };
};

/** What the link commits, besides the order (AN-63). PAN and CVV stay out of all. */
export const prepareLink = async (
  deps: LinkingDependencies,
  context: OperationContext,
  link: { readonly order: CardOrder; readonly linked: LinkedCard },
): Promise<Work> =>
  link.order.kind === 'card' ? newCard(deps, context, link) : samePlastic(deps, context, link.order);
