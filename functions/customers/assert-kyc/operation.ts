import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { IdGenerator } from '../../kernel/ids/ids.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { isAtLeast, raiseLevel } from '../domain/customer.ts';
import { customerNotFound, refuseClosed } from '../domain/customer-errors.ts';
import { assertedCase } from '../domain/kyc-case.ts';
import { kycRecord } from '../domain/kyc-events.ts';
import type { OverviewDependencies } from '../kyc-overview.ts';
import { kycOverview } from '../kyc-overview.ts';
import type { KycStores, LevelStores } from '../kyc-work.ts';
import { levelWork } from '../kyc-work.ts';
import type { assertKyc as declaration } from './declaration.ts';

type Dependencies = KycStores &
  LevelStores &
  OverviewDependencies & { readonly unitOfWork: UnitOfWork; readonly ids: IdGenerator };

/**
 * Takes the tenant's word for a customer's level (AN-34).
 *
 * In: the level and the tenant's reference of its own check. Out: what getKyc answers, the level in effect.
 * 1. Find the customer; a closed one is final, and a level is never lowered.
 * 2. Make the case that stands for the assertion: approved, with the reference as its evidence.
 * 3. Commit case, level, their records and key together. The present level asserted again is one more case.
 */
export const assertKyc =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const { customers, cases, unitOfWork, ids } = deps;
    const { tenant, clock } = context;
    const before = await customers.find(tenant, params.customerId);
    if (before === undefined) throw customerNotFound();
    refuseClosed(before);
    if (!isAtLeast(body.level, before.kycLevel)) {
      throw new InvalidState(`The customer is known at level ${before.kycLevel}; a level is not lowered.`);
    }
    const opening = { kycId: ids.next('kyc', tenant), customerId: before.customerId, level: body.level };
    const asserted = assertedCase({ ...opening, evidence: body.reference }, clock.now());
    const after = raiseLevel(before, body.level);
    const level = await levelWork(deps, context, { before, after });
    const work = {
      writes: [cases.record(tenant, asserted), ...level.writes],
      records: [kycRecord(cases.partition(tenant, asserted.kycId), asserted), ...level.records],
    };
    const openCases = await cases.openCases(tenant, before.customerId);
    return unitOfWork.commit(context, work, await kycOverview(deps, context, { customer: after ?? before, openCases }));
  };
