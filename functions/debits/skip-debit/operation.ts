import type { OperationContext } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { presentDebit } from '../answers.ts';
import { endingWork } from '../debit-work.ts';
import type { Debiting } from '../debiting.ts';
import { again, loadDebit } from '../debiting.ts';
import { debitNotFound } from '../domain/debit-errors.ts';
import { skipDebit as skipped } from '../domain/ending.ts';
import type { skipDebit as declaration } from './declaration.ts';

const proofOf = ({ caller, clock }: OperationContext) => ({
  at: clock.now(),
  reference: caller.kind === 'customer' ? caller.installationId : 'none',
});

/**
 * Lets a customer refuse one debit to come (regulation.md 1.2, rule 6): the session on a paired device is the additional
 * factor, and is kept with the debit. Before its notice the debit is `skipped`, afterwards `opted_out`; the mandate's slot is
 * free again. The same again is no change; a debit whose money is being asked for is refused. A payment on session that stood in for it is still looked at when its link
 * is over: one that is made all the same counts.
 */
export const skipDebit =
  (deps: Pick<Debiting, 'debits' | 'mandates' | 'notifier' | 'unitOfWork'>): HttpUseCase<typeof declaration> =>
  ({ context, params }) =>
    again(async () => {
      const found = await deps.debits.find(context.tenant, params.debitId);
      if (
        found === undefined ||
        (context.caller.kind === 'customer' && found.customerId !== context.caller.customerId)
      ) {
        throw debitNotFound();
      }
      const { debit, mandate } = await loadDebit(deps, context, found.debitId);
      const after = skipped(debit, proofOf(context));
      if (after === undefined) {
        // A customer may call without a key, and then there is nothing to keep.
        if (context.idempotency === undefined) return presentDebit(debit);
        return deps.unitOfWork.commit(context, { writes: [], records: [] }, presentDebit(debit));
      }
      const work = endingWork(deps, context, { before: debit, after, mandate });
      return deps.unitOfWork.commit(context, work, presentDebit(after));
    });
