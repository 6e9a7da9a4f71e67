import type { UnitOfWork } from '../kernel/persistence/unit-of-work.ts';
import { withIssuerStatus } from './domain/card.ts';
import { cardFacts, cardRecord } from './domain/card-events.ts';
import type { CardStore } from './ports/card-store.ts';
import type { IssuerStatusUpdates } from './ports/issuer-status-updates.ts';

interface Dependencies {
  readonly cards: CardStore;
  readonly unitOfWork: UnitOfWork;
}

export const issuerStatusUpdates = ({ cards, unitOfWork }: Dependencies): IssuerStatusUpdates => ({
  apply: async (context, cardId, report) => {
    const { tenant } = context;
    const before = await cards.find(tenant, cardId);
    if (before === undefined) return 'not_allowed';
    const after = withIssuerStatus(before, report);
    if (after === undefined)
      return before.issuerStatus === 'closed' && report.status !== 'closed' ? 'not_allowed' : 'already';
    const record = cardRecord(cards.partition(tenant, cardId), after, {
      type: 'card.issuer_status_changed',
      data: { ...cardFacts(after), issuerStatus: after.issuerStatus },
      previous: { status: before.status, issuerStatus: before.issuerStatus },
    });
    return unitOfWork.commit(context, { writes: [cards.replace(tenant, after)], records: [record] }, 'applied');
  },
});
