import type { BalanceDirectory } from '../../balances/ports/balance-directory.ts';
import type { CustomerDirectory } from '../../customers/ports/customer-directory.ts';
import type { IssuanceStart } from '../../issuance/ports/issuance-start.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { checkPrerequisites } from '../card-issuing.ts';
import type { createVirtualCardAsync as declaration } from './declaration.ts';

interface Dependencies {
  readonly customers: CustomerDirectory;
  readonly balances: BalanceDirectory;
  readonly issuances: IssuanceStart;
  readonly unitOfWork: UnitOfWork;
}

/**
 * Starts the issuance of a virtual card without card data in the answer, so without encryption (AN-41).
 *
 * 1. Check the prerequisites now, so that what cannot succeed is refused at once (AN-03).
 * 2. Commit the issuance, its record and the idempotency key; the record starts the workflow.
 */
export const createVirtualCardAsync =
  ({ customers, balances, issuances, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const order = { customerId: params.customerId, balanceId: body.balanceId };
    await checkPrerequisites({ customers, balances }, context, order);
    const { issuanceId, work } = issuances.prepare(context, { ...order, displayName: body.displayName });
    return unitOfWork.commit(context, work, { issuanceId });
  };
