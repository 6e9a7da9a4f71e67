import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { presentCustomer } from '../answers.ts';
import { customerNotFound } from '../domain/customer-errors.ts';
import type { CustomerStore } from '../ports/customer-store.ts';
import type { getCustomer as declaration } from './declaration.ts';

/** Shows a customer, in whatever state it is. */
export const getCustomer =
  ({ customers }: { readonly customers: CustomerStore }): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const customer = await customers.find(context.tenant, params.customerId);
    if (customer === undefined) throw customerNotFound();
    return presentCustomer(customer);
  };
