import type { CardIssuing } from '../../cards/ports/card-issuing.ts';
import type { TaskUseCase } from '../../kernel/operation/task-operation.ts';
import type { Issuance } from '../domain/issuance.ts';
import { advance } from '../domain/issuance.ts';
import type { StepDependencies } from '../issuance-steps.ts';
import { takeStep } from '../issuance-steps.ts';
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
    const decide = async (issuance: Issuance) => {
      const changed = advance(issuance, 'completed');
      if (changed === undefined) return undefined;
      const { cardId, customerId, balanceId, displayName } = issuance;
      return { changed, also: await deps.cards.prepare(context, { cardId, customerId, balanceId, displayName }) };
    };
    await takeStep(deps, context, { issuanceId, decide });
    return {};
  };
