import type { UnitOfWork } from '../kernel/persistence/unit-of-work.ts';
import { decideResult } from './domain/kyc-result.ts';
import type { KycStores, LevelStores } from './kyc-work.ts';
import { caseWork } from './kyc-work.ts';
import type { KycResults } from './ports/kyc-results.ts';

/** Results of vendors, applied by the case's state: delivered again or late they change nothing. */
export const kycResults = (deps: KycStores & LevelStores & { readonly unitOfWork: UnitOfWork }): KycResults => ({
  apply: async (context, kycId, result) => {
    const before = await deps.cases.find(context.tenant, kycId);
    if (before === undefined) return 'unknown_case';
    const decision = decideResult(before, result);
    if (decision.kind !== 'applied') return decision.kind;
    const customer = await deps.customers.find(context.tenant, before.customerId);
    if (customer === undefined) throw new Error(`the customer of ${kycId} is gone`);
    if (customer.status === 'closed') return 'not_allowed';
    const work = await caseWork(deps, context, { before, after: decision.kyc, customer });
    return deps.unitOfWork.commit(context, work, 'applied');
  },
});
