import type { IdGenerator } from '../../kernel/ids/ids.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { presentCustomer } from '../answers.ts';
import { declareCustomer } from '../domain/customer.ts';
import { refuseUnborn } from '../domain/customer-errors.ts';
import { customerFacts, customerRecord } from '../domain/customer-events.ts';
import type { CustomerStore } from '../ports/customer-store.ts';
import type { createCustomer as declaration } from './declaration.ts';

interface Dependencies {
  readonly customers: CustomerStore;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
}

/**
 * Declares a customer.
 *
 * In: the tenant's words about a person. Out: the customer, unverified, with the name its cards will carry.
 * 1. Name the customer and derive the display name (AL-07).
 * 2. Commit customer, record `customer.created` and idempotency key together.
 */
export const createCustomer =
  ({ customers, unitOfWork, ids }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, body }) => {
    const { tenant, clock } = context;
    refuseUnborn(body.dateOfBirth, clock.now());
    const customer = declareCustomer(ids.next('cus', tenant), body, clock.now());
    const record = customerRecord(customers.partition(tenant, customer.customerId), customer, {
      type: 'customer.created',
      data: customerFacts(customer),
    });
    const work = { writes: [customers.create(tenant, customer)], records: [record] };
    return unitOfWork.commit(context, work, presentCustomer(customer));
  };
