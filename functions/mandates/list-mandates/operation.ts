import { NotFound } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { presentMandate } from '../answers.ts';
import type { MandateDependencies } from '../mandate-work.ts';
import type { listMandates as declaration } from './declaration.ts';

/** Lists the mandates of a customer that exists, newest first. */
export const listMandates =
  ({ mandates, customers }: Pick<MandateDependencies, 'mandates' | 'customers'>): HttpUseCase<typeof declaration> =>
  async ({ context, params, query }) => {
    const customer = await customers.find(context.tenant, params.customerId);
    if (customer === undefined) throw new NotFound('customer_not_found');
    const page = await mandates.listOfCustomer(context.tenant, params.customerId, query);
    return { data: page.data.map(presentMandate), nextCursor: page.nextCursor };
  };
