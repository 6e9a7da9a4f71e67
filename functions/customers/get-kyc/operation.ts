import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { customerNotFound } from '../domain/customer-errors.ts';
import type { OverviewDependencies } from '../kyc-overview.ts';
import { kycOverview } from '../kyc-overview.ts';
import type { KycStores } from '../kyc-work.ts';
import type { getKyc as declaration } from './declaration.ts';

/** Shows how well a customer is known, what is under way, and what the level allows on the tenant's day (M-06). */
export const getKyc =
  (deps: KycStores & OverviewDependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const [customer, openCases] = await Promise.all([
      deps.customers.find(context.tenant, params.customerId),
      deps.cases.openCases(context.tenant, params.customerId),
    ]);
    if (customer === undefined) throw customerNotFound();
    return kycOverview(deps, context, { customer, openCases });
  };
