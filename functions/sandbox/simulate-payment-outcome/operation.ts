import type { DebitDirectory } from '../../debits/ports/debit-directory.ts';
import { NotFound } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { orderReference } from '../network-refusals.ts';
import type { TwinPayments } from '../ports/twin-payments.ts';
import type { simulatePaymentOutcome as declaration } from './declaration.ts';

interface Dependencies {
  readonly debits: DebitDirectory;
  readonly twin: Pick<TwinPayments, 'decideOutcome'>;
  readonly unitOfWork: UnitOfWork;
}

/**
 * Decides what the payer's bank does when a debit is collected.
 *
 * In: a debit, the outcome and why. Out: the same again.
 * 1. Find the debit.
 * 2. Have the twin do so once: at the attempt whose outcome nobody knows, or else at the next one.
 * 3. Commit the idempotency key with the answer.
 */
export const simulatePaymentOutcome =
  ({ debits, twin, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { debitId }, body }) => {
    const { tenant } = context;
    if ((await debits.find(tenant, debitId)) === undefined) throw new NotFound('debit_not_found');
    await twin.decideOutcome(tenant, { reference: orderReference(context), debitId, ...body });
    return unitOfWork.commit(context, { writes: [], records: [] }, { debitId, ...body });
  };
