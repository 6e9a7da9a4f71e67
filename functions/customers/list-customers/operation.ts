import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { presentCustomer } from '../answers.ts';
import type { CustomerStore } from '../ports/customer-store.ts';
import type { listCustomers as declaration } from './declaration.ts';

/** One page of the tenant's customers; closed ones are in it. */
export const listCustomers =
  ({ customers }: { readonly customers: CustomerStore }): HttpUseCase<typeof declaration> =>
  async ({ context, query }) => {
    const { data, nextCursor } = await customers.list(context.tenant, query);
    return { data: data.map(presentCustomer), nextCursor };
  };
