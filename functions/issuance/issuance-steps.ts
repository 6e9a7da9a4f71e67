import { NotFound } from '../kernel/errors/domain-error.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { UnitOfWork, Work } from '../kernel/persistence/unit-of-work.ts';
import type { Issuance } from './domain/issuance.ts';
import { issuanceRecord } from './domain/issuance-events.ts';
import type { IssuanceStore } from './ports/issuance-store.ts';

export interface StepDependencies {
  readonly issuances: IssuanceStore;
  readonly unitOfWork: UnitOfWork;
}

/** @throws issuance_not_found */
export const loadIssuance = async (
  issuances: IssuanceStore,
  context: OperationContext,
  issuanceId: string,
): Promise<Issuance> => {
  const issuance = await issuances.find(context.tenant, issuanceId);
  if (issuance === undefined) throw new NotFound('issuance_not_found', 'There is no such issuance.');
  return issuance;
};

/**
 * Commits the issuance's next version with its record, and whatever else belongs to the same step.
 * @param changed undefined when the step was done before: nothing is written then
 */
export const commitStep = async (
  { issuances, unitOfWork }: StepDependencies,
  context: OperationContext,
  { changed, also = { writes: [], records: [] } }: { changed: Issuance | undefined; also?: Work },
): Promise<void> => {
  if (changed === undefined) return;
  const record = issuanceRecord(issuances.partition(context.tenant, changed.issuanceId), changed);
  const work = {
    writes: [issuances.replace(context.tenant, changed), ...also.writes],
    records: [record, ...also.records],
  };
  await unitOfWork.commit(context, work, undefined);
};
