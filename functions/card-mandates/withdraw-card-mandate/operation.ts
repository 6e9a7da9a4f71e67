import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { untilUndisturbed } from '../changing-mandate.ts';
import { mandateRecord } from '../domain/card-mandate-events.ts';
import { withdraw } from '../domain/debit-life.ts';
import { ownMandate, proofOf } from '../own-mandate.ts';
import type { CardMandateStore } from '../ports/card-mandate-store.ts';
import type { ShowingDependencies } from '../showing.ts';
import { showMandate } from '../showing.ts';
import type { withdrawCardMandate as declaration } from './declaration.ts';

interface Dependencies extends ShowingDependencies {
  readonly mandates: Pick<CardMandateStore, 'find' | 'partition' | 'replace'>;
  readonly unitOfWork: UnitOfWork;
}

const withdrawOnce = async (deps: Dependencies, context: OperationContext, mandateId: string) => {
  const { mandates, unitOfWork } = deps;
  const { tenant, clock } = context;
  const mandate = await ownMandate(mandates, context, mandateId);
  const afa = proofOf(context);
  const next = withdraw(mandate, afa, clock.now());
  const answer = await showMandate(deps, context, next ?? mandate);
  if (next === undefined) return unitOfWork.commit(context, { writes: [], records: [] }, answer);
  const partition = mandates.partition(tenant, next);
  const data = { authentication: { method: afa.method, reference: afa.reference } };
  const record = mandateRecord(partition, next, { type: 'card_mandate.withdrawn', data });
  return unitOfWork.commit(context, { writes: [mandates.replace(tenant, next)], records: [record] }, answer);
};

/**
 * Withdraws a mandate (rule 6): the holder's session is the proof, and nothing else is waited for.
 *
 * In: nothing but the mandate. Out: the mandate, withdrawn; whatever was announced is cancelled.
 * 1. Find the caller's own mandate; one that was withdrawn before stays as it is.
 * 2. Commit the withdrawal with its proof. A debit that is decided meanwhile excludes it, and it is tried again: a debit
 *    that comes after the answer is declined.
 */
export const withdrawCardMandate =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  ({ context, params: { mandateId } }) =>
    untilUndisturbed(() => withdrawOnce(deps, context, mandateId));
