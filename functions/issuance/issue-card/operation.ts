import type { CardOrdering } from '../../cards/ports/card-ordering.ts';
import type { CardIssuing } from '../../cards/ports/card-issuing.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { TaskUseCase } from '../../kernel/operation/task-operation.ts';
import type { Work } from '../../kernel/persistence/unit-of-work.ts';
import type { Issuance } from '../domain/issuance.ts';
import { advance } from '../domain/issuance.ts';
import type { StepDependencies } from '../issuance-steps.ts';
import { takeStep } from '../issuance-steps.ts';
import type { issueCard as declaration } from './declaration.ts';

interface Dependencies extends StepDependencies {
  readonly cards: CardIssuing;
  readonly ordering: CardOrdering;
}

/** A virtual card is made now; of a physical one the order is placed, and a workflow of its own goes on. */
const cardOf = async (
  { cards, ordering }: Dependencies,
  context: OperationContext,
  issuance: Issuance,
): Promise<Work> => {
  const { cardId, customerId, balanceId, displayName, deliveryAddress } = issuance;
  const order = { cardId, customerId, balanceId, displayName };
  if (deliveryAddress === undefined) return cards.prepare(context, order);
  return (await ordering.prepare(context, { ...order, deliveryAddress })).work;
};

/**
 * Last step of the issuance workflow (M-16, AN-62).
 *
 * 1. Have the issuer make the card under the id chosen at the start: a repeated step gets the same card. A physical card
 *    is ordered under that id instead.
 * 2. Commit card or order, and completed issuance in one transaction; done before, nothing is written.
 */
export const issueCard =
  (deps: Dependencies): TaskUseCase<typeof declaration> =>
  async (context, { issuanceId }) => {
    const decide = async (issuance: Issuance) => {
      const changed = advance(issuance, 'completed');
      if (changed === undefined) return undefined;
      return { changed, also: await cardOf(deps, context, issuance) };
    };
    await takeStep(deps, context, { issuanceId, decide });
    return {};
  };
