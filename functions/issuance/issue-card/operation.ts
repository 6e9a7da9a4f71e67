import type { CardIssuing } from '../../cards/ports/card-issuing.ts';
import type { TaskUseCase } from '../../kernel/operation/task-operation.ts';
import { advance } from '../domain/issuance.ts';
import type { StepDependencies } from '../issuance-steps.ts';
import { commitStep, loadIssuance } from '../issuance-steps.ts';
import type { issueCard as declaration } from './declaration.ts';

interface Dependencies extends StepDependencies {
  readonly cards: CardIssuing;
}

/**
 * Last step of the issuance workflow (M-16, AN-62).
 *
 * 1. Have the issuer make the card under the id chosen at the start: a repeated step gets the same card.
 * 2. Commit card and completed issuance in one transaction; done before, nothing is written.
 */
export const issueCard =
  (deps: Dependencies): TaskUseCase<typeof declaration> =>
  async (context, { issuanceId }) => {
    const issuance = await loadIssuance(deps.issuances, context, issuanceId);
    const changed = advance(issuance, 'completed');
    if (changed === undefined) return {};
    const { cardId, customerId, balanceId, displayName } = issuance;
    const also = await deps.cards.prepare(context, { cardId, customerId, balanceId, displayName });
    await commitStep(deps, context, { changed, also });
    return {};
  };
