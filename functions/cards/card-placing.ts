import type { SpendCards } from '../balances/ports/spend-cards.ts';
import type { CustomerAdmission } from '../customers/ports/customer-directory.ts';
import { ConcurrentChange } from '../kernel/errors/domain-error.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { Work } from '../kernel/persistence/unit-of-work.ts';
import { expiryTimer } from './card-expiry.ts';
import { handOver } from './card-handing-over.ts';
import type { Card } from './domain/card.ts';
import { spendStatus } from './domain/card.ts';
import { cardFacts, cardRecord } from './domain/card-events.ts';
import type { ReplacementReason } from './domain/replacement-reason.ts';
import { rulesOf } from './domain/controls.ts';
import type { CardStore } from './ports/card-store.ts';

interface Dependencies {
  readonly cards: CardStore;
  readonly spending: Pick<SpendCards, 'place'>;
  readonly customers: CustomerAdmission;
}

/**
 * All that a new card writes: itself, its place on its balance, the timer of its end, its holder's admission, and the
 * record `card.issued`. One that is usable at once takes the place of the card that it replaces in the same transaction.
 * @throws ConcurrentChange when another card took that place first
 */
export const placingWork = async (
  { cards, spending, customers }: Dependencies,
  context: OperationContext,
  { card, reason }: { readonly card: Card; readonly reason?: ReplacementReason | undefined },
): Promise<Work> => {
  const { tenant } = context;
  const { cardId, expiryMonth, expiryYear, replaces, countedAs, controls } = card;
  const successor = { cardId, reason, replaces: card.status === 'active' ? replaces : undefined };
  const taken = await handOver({ cards }, context, successor);
  // Another card took the place meanwhile.
  if (successor.replaces !== undefined && taken.records.length === 0) throw new ConcurrentChange(successor.replaces);
  const placed = {
    ...{ cardId, expiryMonth, expiryYear, countedAs, status: spendStatus(card), instead: taken.changes },
    ...(controls === undefined ? {} : { rules: rulesOf(controls) }),
  };
  const record = cardRecord(cards.partition(tenant, cardId), card, {
    type: 'card.issued',
    data: {
      ...cardFacts(card),
      requestedStatus: card.requestedStatus,
      issuerStatus: card.issuerStatus,
      ...(replaces === undefined ? {} : { replaces }),
    },
    previous: { status: 'requested' },
  });
  const writes = [
    ...cards.create(tenant, card),
    spending.place(tenant, card.balanceId, placed),
    expiryTimer(context, card),
    customers.admit(tenant, card.customerId),
    ...taken.writes,
  ];
  return { writes, records: [record, ...taken.records] };
};
