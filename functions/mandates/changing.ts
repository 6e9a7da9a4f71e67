import type { IdGenerator } from '../kernel/ids/ids.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import { isVisible } from '../kernel/operation/visibility.ts';
import { presentOperation } from './answers.ts';
import { mandateNotFound } from './domain/mandate-errors.ts';
import type { MandateOperation } from './domain/mandate-operation.ts';
import type { Mandate } from './domain/mandate.ts';
import type { MandateDependencies, MandateStep, MandateWorkDependencies } from './mandate-work.ts';
import { loadMandate, workOf } from './mandate-work.ts';

/** Whether the payer asks, or the payee. */
export const askedBy = ({ caller }: OperationContext): 'server' | 'customer' =>
  caller.kind === 'customer' ? 'customer' : 'server';

/** The id of the operation: with the caller's key the same on every try, so that its order is adopted. */
export const newOperationId = (
  { idempotency, tenant }: OperationContext,
  ids: IdGenerator,
  isReserved: boolean,
): string => (isReserved && idempotency !== undefined ? idempotency.reservedId('mop') : ids.next('mop', tenant));

/** @throws mandate_not_found, also for a customer's mandate that is not the caller's */
export const visibleMandate = async (
  deps: Pick<MandateDependencies, 'mandates'>,
  context: OperationContext,
  mandateId: string,
): Promise<Mandate> => {
  const mandate = await loadMandate(deps, context, mandateId);
  if (!isVisible(context, mandate)) throw mandateNotFound();
  return mandate;
};

/** Commits what a caller does to a mandate, with the caller's key. @throws concurrent_change */
export const commitOperation = async (
  deps: MandateWorkDependencies,
  context: OperationContext,
  done: { readonly before: Mandate; readonly step: MandateStep; readonly operation: MandateOperation },
) => {
  const work = await workOf(deps, context, done);
  return deps.unitOfWork.commit(context, work, presentOperation(done.operation));
};
