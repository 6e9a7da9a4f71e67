import type { DebitDirectory } from '../../debits/ports/debit-directory.ts';
import { InvalidState, NotFound } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { orderReference } from '../network-refusals.ts';
import type { TwinPayments } from '../ports/twin-payments.ts';
import type { simulateNotice as declaration } from './declaration.ts';

interface Dependencies {
  readonly debits: DebitDirectory;
  readonly twin: Pick<TwinPayments, 'tellNotice'>;
  readonly unitOfWork: UnitOfWork;
}

/**
 * Delivers the notice of a debit to its payer, or does not.
 *
 * In: a debit, and whether its payer is reached. Out: both again; the effect comes by the provider's webhook.
 * 1. Find the debit.
 * 2. Have the twin say so, once per Idempotency-Key: of the notice that there is, and of those to come.
 * 3. Commit the idempotency key with the answer.
 */
export const simulateNotice =
  ({ debits, twin, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { debitId }, body: { delivered } }) => {
    const { tenant } = context;
    if ((await debits.find(tenant, debitId)) === undefined) throw new NotFound('debit_not_found');
    const told = await twin.tellNotice(tenant, { reference: orderReference(context), debitId, delivered });
    if (told === 'status_not_allowed') throw new InvalidState('This debit is paid: its payer was reached.');
    return unitOfWork.commit(context, { writes: [], records: [] }, { debitId, delivered });
  };
