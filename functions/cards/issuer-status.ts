import type { UnitOfWork } from '../kernel/persistence/unit-of-work.ts';
import type { SpendCards } from '../balances/ports/spend-cards.ts';
import { openingWork } from './card-handing-over.ts';
import { withIssuerStatus } from './domain/issuer-word.ts';
import { causeOfWord } from './issuer-asking.ts';
import type { CardStore } from './ports/card-store.ts';
import type { IssuerStatusUpdates } from './ports/issuer-status-updates.ts';

interface Dependencies {
  readonly cards: CardStore;
  readonly spending: Pick<SpendCards, 'change'>;
  readonly unitOfWork: UnitOfWork;
}

export const issuerStatusUpdates = (deps: Dependencies): IssuerStatusUpdates => ({
  apply: async (context, cardId, report) => {
    const before = await deps.cards.findEvenRemoved(context.tenant, cardId);
    if (before === undefined) return 'not_allowed';
    const after = withIssuerStatus(before, report);
    if (after === undefined) {
      return before.issuerStatus === 'closed' && report.status !== 'closed' ? 'not_allowed' : 'already';
    }
    const work = await openingWork(deps, context, { before, after, cause: causeOfWord(before, after) });
    return deps.unitOfWork.commit(context, work, 'applied');
  },
});
