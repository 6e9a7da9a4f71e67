import { DomainError, NotFound } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import type { ProgramDirectory } from '../../tenants/ports/program-directory.ts';
import { conditionChecks } from '../condition-checks.ts';
import { decisionAnswer } from '../decision-answers.ts';
import type { DecisionLog } from '../ports/decision-log.ts';
import type { getDecision as declaration } from './declaration.ts';

interface Dependencies {
  readonly decisions: DecisionLog;
  readonly programs: ProgramDirectory;
}

/**
 * Explains a decision on an authorization.
 *
 * In: its id, as the card network's answer and the declined event carry it. Out: the checks in the order in which they
 * decide, and the smallest change that would have passed. Another tenant's decision is not found.
 */
export const getDecision =
  ({ decisions, programs }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context: { tenant }, params }) => {
    const { decisionId } = params;
    const found = await decisions.find(tenant, decisionId);
    if (found === undefined) throw new NotFound('decision_not_found');
    const { transactionData, balanceHolder } = await programs.find(tenant);
    if (transactionData === 'aggregated_only') {
      throw new DomainError('forbidden', 'transaction_data_restricted', {
        detail: 'The tenant may see aggregated transaction data only.',
      });
    }
    const checks = (found.checks ?? conditionChecks(found, balanceHolder === 'partner')).map(
      ({ passed, ...check }) => ({
        ...check,
        outcome: passed ? 'passed' : 'failed',
      }),
    );
    return decisionAnswer.parse({
      decisionId,
      authorizationId: found.authorizationId,
      outcome: found.approved ? 'approved' : 'declined',
      reason: found.reason,
      checks,
      ...(found.wouldPassWith === undefined ? {} : { wouldPassWith: found.wouldPassWith }),
      decidedAt: toTimestamp(found.decidedAt),
    });
  };
