import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { presentCustomer } from '../answers.ts';
import { changeProfile } from '../domain/customer.ts';
import { customerNotFound, refuseClosed, refuseUnborn } from '../domain/customer-errors.ts';
import { customerFacts, customerRecord } from '../domain/customer-events.ts';
import type { CustomerStore } from '../ports/customer-store.ts';
import type { updateCustomer as declaration } from './declaration.ts';

interface Dependencies {
  readonly customers: CustomerStore;
  readonly unitOfWork: UnitOfWork;
}

/**
 * Changes what the tenant says about its customer.
 *
 * In: the changed members. Out: the whole customer.
 * 1. Find it; a closed one is final.
 * 2. Apply the change; the display name follows the names (AL-07), cards that exist keep theirs.
 * 3. Commit customer, record `customer.updated` (which members, not their values) and key together. Nothing changed:
 *    only the key.
 */
export const updateCustomer =
  ({ customers, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const { tenant, clock } = context;
    refuseUnborn(body.dateOfBirth, clock.now());
    const before = await customers.find(tenant, params.customerId);
    if (before === undefined) throw customerNotFound();
    refuseClosed(before);
    const { customer, changed } = changeProfile(before, body);
    const answer = presentCustomer(customer);
    if (changed.length === 0) return unitOfWork.commit(context, { writes: [], records: [] }, answer);
    const record = customerRecord(customers.partition(tenant, customer.customerId), customer, {
      type: 'customer.updated',
      data: { ...customerFacts(customer), changed },
    });
    return unitOfWork.commit(context, { writes: [customers.replace(tenant, customer)], records: [record] }, answer);
  };
