import type { UnitOfWork } from '../kernel/persistence/unit-of-work.ts';
import type { SpendCards } from '../balances/ports/spend-cards.ts';
import type { Card } from './domain/card.ts';
import { spendStatus, withIssuerStatus } from './domain/card.ts';
import { cardFacts, cardRecord } from './domain/card-events.ts';
import type { CardStore } from './ports/card-store.ts';
import type { IssuerStatusUpdates } from './ports/issuer-status-updates.ts';

interface Dependencies {
  readonly cards: CardStore;
  readonly spending: SpendCards;
  readonly unitOfWork: UnitOfWork;
}

/** A confirmation is a change of its own, of what is known: it outdates reports of earlier moments. */
const typeOf = (before: Card, after: Card): string =>
  before.issuerStatus === after.issuerStatus ? 'card.issuer_status_confirmed' : 'card.issuer_status_changed';

export const issuerStatusUpdates = ({ cards, spending, unitOfWork }: Dependencies): IssuerStatusUpdates => ({
  apply: async (context, cardId, report) => {
    const { tenant } = context;
    const before = await cards.find(tenant, cardId);
    if (before === undefined) return 'not_allowed';
    const after = withIssuerStatus(before, report);
    if (after === undefined) {
      return before.issuerStatus === 'closed' && report.status !== 'closed' ? 'not_allowed' : 'already';
    }
    const record = cardRecord(cards.partition(tenant, cardId), after, {
      type: typeOf(before, after),
      data: { ...cardFacts(after), issuerStatus: after.issuerStatus },
      previous: { status: before.status, issuerStatus: before.issuerStatus },
    });
    const change = { cardId, status: spendStatus(after) };
    const moved = change.status === spendStatus(before) ? [] : [spending.change(tenant, after.balanceId, change)];
    const writes = [cards.replace(tenant, after), ...moved];
    return unitOfWork.commit(context, { writes, records: [record] }, 'applied');
  },
});
