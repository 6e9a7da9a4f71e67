import { NotFound } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { presentMandate } from '../answers.ts';
import type { LimitDependencies } from '../limits-of-payer.ts';
import { limitsOfEach } from '../limits-of-payer.ts';
import type { MandateDependencies } from '../mandate-work.ts';
import type { listMandates as declaration } from './declaration.ts';

/** Lists the mandates of a customer that exists, newest first. */
export const listMandates =
  (deps: Pick<MandateDependencies, 'mandates' | 'customers'> & LimitDependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, query }) => {
    const customer = await deps.customers.find(context.tenant, params.customerId);
    if (customer === undefined) throw new NotFound('customer_not_found');
    const { data, nextCursor } = await deps.mandates.listOfCustomer(context.tenant, params.customerId, query);
    const observed = await limitsOfEach(deps, context, data);
    return { data: data.map((mandate, place) => presentMandate(mandate, observed[place] ?? {})), nextCursor };
  };
