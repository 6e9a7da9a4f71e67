import { InvalidState, NotFound } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { MandateStore } from '../../mandates/ports/mandate-store.ts';
import { orderReference } from '../network-refusals.ts';
import type { TwinPayments } from '../ports/twin-payments.ts';
import type { simulateAfa as declaration } from './declaration.ts';

interface Dependencies {
  readonly mandates: Pick<MandateStore, 'find'>;
  readonly twin: Pick<TwinPayments, 'authenticatePayer'>;
  readonly unitOfWork: UnitOfWork;
}

/**
 * Does what a payer does at the bank's page or in the UPI app.
 *
 * In: a mandate and the outcome. Out: both again; the effect comes by the provider's webhooks, shortly before or after.
 * 1. Find the mandate.
 * 2. Have the payer authenticate over its newest open order at the twin, once per Idempotency-Key.
 * 3. Commit the idempotency key with the answer.
 */
export const simulateAfa =
  ({ mandates, twin, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { mandateId }, body: { outcome } }) => {
    const { tenant } = context;
    if ((await mandates.find(tenant, mandateId)) === undefined) throw new NotFound('mandate_not_found');
    const order = { reference: orderReference(context), mandateId, outcome };
    if ((await twin.authenticatePayer(tenant, order)) === 'nothing_to_authenticate') {
      throw new InvalidState('Nothing of this mandate waits for its payer.');
    }
    return unitOfWork.commit(context, { writes: [], records: [] }, { mandateId, outcome });
  };
