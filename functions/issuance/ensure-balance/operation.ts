import type { BalanceDirectory, BalanceOpening } from '../../balances/ports/balance-directory.ts';
import { InvalidState, NotFound } from '../../kernel/errors/domain-error.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { TaskUseCase } from '../../kernel/operation/task-operation.ts';
import type { Issuance } from '../domain/issuance.ts';
import { advance } from '../domain/issuance.ts';
import type { StepDependencies } from '../issuance-steps.ts';
import { takeStep } from '../issuance-steps.ts';
import type { ensureBalance as declaration } from './declaration.ts';

interface Dependencies extends StepDependencies {
  readonly balances: BalanceDirectory;
  readonly opening: BalanceOpening;
}

const useExisting = async (
  { balances }: Dependencies,
  context: OperationContext,
  issuance: Issuance,
): Promise<void> => {
  const balance = await balances.find(context.tenant, issuance.balanceId);
  if (balance?.customerId !== issuance.customerId) throw new NotFound('balance_not_found');
  if (balance.state !== 'active') throw new InvalidState(`The balance is ${balance.state}.`);
};

/**
 * Second step of the issuance workflow (AN-37).
 *
 * 1. Done before, or the issuance has ended: nothing happens, so that a late run opens no account for it.
 * 2. Open the balance under the id chosen at the start, so that a repeated step opens none twice; or check the
 *    existing one, which may have been frozen while KYC was waited for.
 * 3. Note that the balance is there.
 */
export const ensureBalance =
  (deps: Dependencies): TaskUseCase<typeof declaration> =>
  async (context, { issuanceId }) => {
    const decide = async (issuance: Issuance) => {
      const changed = advance(issuance, 'creating_card');
      if (changed === undefined) return undefined;
      const { balanceId, customerId, newBalanceCurrency } = issuance;
      if (newBalanceCurrency === undefined) await useExisting(deps, context, issuance);
      else await deps.opening.open(context, { balanceId, customerId, currency: newBalanceCurrency });
      return { changed };
    };
    await takeStep(deps, context, { issuanceId, decide });
    return {};
  };
