import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { untilUndisturbed } from '../changing-mandate.ts';
import { findDebit } from '../domain/card-mandate.ts';
import { debitFacts, mandateRecord } from '../domain/card-mandate-events.ts';
import { skip } from '../domain/debit-life.ts';
import { ownMandate, proofOf } from '../own-mandate.ts';
import type { CardMandateStore } from '../ports/card-mandate-store.ts';
import type { ShowingDependencies } from '../showing.ts';
import { showMandate } from '../showing.ts';
import type { skipCardMandateDebit as declaration } from './declaration.ts';

interface Dependencies extends ShowingDependencies {
  readonly mandates: Pick<CardMandateStore, 'find' | 'partition' | 'replace'>;
  readonly unitOfWork: UnitOfWork;
}

interface Named {
  readonly mandateId: string;
  readonly debitId: string;
}

const skipOnce = async (deps: Dependencies, context: OperationContext, { mandateId, debitId }: Named) => {
  const { mandates, unitOfWork } = deps;
  const { tenant, clock } = context;
  const mandate = await ownMandate(mandates, context, mandateId);
  const afa = proofOf(context);
  const next = skip(mandate, { debitId, afa }, clock.now());
  const answer = await showMandate(deps, context, next ?? mandate);
  if (next === undefined) return unitOfWork.commit(context, { writes: [], records: [] }, answer);
  const skipped = findDebit(next, debitId);
  const data = {
    ...(skipped === undefined ? { debitId } : debitFacts(skipped)),
    authentication: { method: afa.method, reference: afa.reference },
  };
  const record = mandateRecord(mandates.partition(tenant, next), next, { type: 'card_mandate_debit.skipped', data });
  return unitOfWork.commit(context, { writes: [mandates.replace(tenant, next)], records: [record] }, answer);
};

/**
 * Opts out of one announced debit (rule 6): the holder's session is the proof.
 *
 * In: mandate and debit. Out: the mandate with the debit skipped; its message is declined when it comes.
 */
export const skipCardMandateDebit =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  ({ context, params }) =>
    untilUndisturbed(() => skipOnce(deps, context, params));
