import { ConcurrentChange, NotFound, TemporarilyUnavailable } from '../kernel/errors/domain-error.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { UnitOfWork, Work } from '../kernel/persistence/unit-of-work.ts';
import type { Issuance } from './domain/issuance.ts';
import { issuanceRecord } from './domain/issuance-events.ts';
import type { IssuanceStore } from './ports/issuance-store.ts';

export interface StepDependencies {
  readonly issuances: IssuanceStore;
  readonly unitOfWork: UnitOfWork;
}

/** @throws issuance_not_found, in the chain's own words: a malformed or foreign id answers alike */
export const loadIssuance = async (
  issuances: IssuanceStore,
  context: OperationContext,
  issuanceId: string,
): Promise<Issuance> => {
  const issuance = await issuances.find(context.tenant, issuanceId);
  if (issuance === undefined) throw new NotFound('issuance_not_found');
  return issuance;
};

/** The issuance one step on, and whatever else belongs to the same step. */
export interface DecidedStep {
  readonly changed: Issuance;
  readonly also?: Work;
}

export interface Step {
  readonly issuanceId: string;
  /** Called anew when another run changed the issuance meanwhile. @returns undefined when there is nothing to do */
  decide(issuance: Issuance): Promise<DecidedStep | undefined> | DecidedStep | undefined;
}

const maxAttempts = 5;

const commitDecided = async (
  { issuances, unitOfWork }: StepDependencies,
  context: OperationContext,
  { changed, also = { writes: [], records: [] } }: DecidedStep,
): Promise<void> => {
  const record = issuanceRecord(issuances.partition(context.tenant, changed.issuanceId), changed);
  const work = {
    writes: [issuances.replace(context.tenant, changed), ...also.writes],
    records: [record, ...also.records],
  };
  await unitOfWork.commit(context, work, undefined);
};

/**
 * Takes one step of an issuance: its next version, its record and what belongs to it, in one transaction. The events
 * of a case and the workflow's own runs meet here: who comes second decides again on what the first has left.
 * @returns the issuance after the step
 * @throws issuance_not_found; temporarily_unavailable when others kept coming first
 */
export const takeStep = async (deps: StepDependencies, context: OperationContext, step: Step): Promise<Issuance> => {
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const issuance = await loadIssuance(deps.issuances, context, step.issuanceId);
    const decided = await step.decide(issuance);
    if (decided === undefined) return issuance;
    try {
      await commitDecided(deps, context, decided);
      return decided.changed;
    } catch (error) {
      if (!(error instanceof ConcurrentChange)) throw error;
    }
  }
  throw new TemporarilyUnavailable();
};

/** A step that is nothing but the next state; undefined when the issuance is there or beyond already. */
export const only = (changed: Issuance | undefined): DecidedStep | undefined =>
  changed === undefined ? undefined : { changed };
