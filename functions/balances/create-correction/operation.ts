import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { IdGenerator } from '../../kernel/ids/ids.ts';
import { fromWire } from '../../kernel/money/money.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { presentCorrection } from '../correction-answers.ts';
import { requestCorrection } from '../domain/correction.ts';
import { correctionRecord } from '../domain/correction-events.ts';
import { identityOf } from '../maker-checker.ts';
import { balanceFor } from '../limited-money.ts';
import type { BalanceStore } from '../ports/balance-store.ts';
import type { CorrectionStore } from '../ports/correction-store.ts';
import type { createCorrection as declaration } from './declaration.ts';

interface Dependencies {
  readonly balances: BalanceStore;
  readonly corrections: CorrectionStore;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
}

/**
 * Asks for a correction of a balance (domain.md 2.6). Only operators may: staff of a tenant must not make money.
 *
 * In: which way, how much and why. Out: the correction, which waits for another operator.
 * 1. Find the balance; a closed one is never corrected.
 * 2. Commit correction, record and key together. No money moves before the approval.
 */
export const createCorrection =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const { tenant, caller, clock } = context;
    const { direction, reason } = body;
    const amount = fromWire(body.amount);
    const { balanceId, state } = await balanceFor(deps, context, { balanceId: params.balanceId, amount });
    if (state === 'closed') throw new InvalidState('The balance is closed.');
    const correctionId = deps.ids.next('cor', tenant);
    const wanted = { correctionId, balanceId, direction, amount, reason, maker: identityOf(caller) };
    const correction = requestCorrection(wanted, clock.now());
    const record = correctionRecord(deps.corrections.partition(tenant, correctionId), correction);
    const work = { writes: [deps.corrections.create(tenant, correction)], records: [record] };
    return deps.unitOfWork.commit(context, work, presentCorrection(correction));
  };
