import type { Log } from '../../kernel/observability/log.ts';
import { errorFields } from '../../kernel/observability/log.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { Change } from '../../kernel/operation/stream-operation.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { balanceOverdrawn } from '../domain/balance-events.ts';
import type { Overdrafts } from '../ports/overdrafts.ts';

export interface WarnOverdraftsDependencies {
  readonly overdrafts: Overdrafts;
  readonly contextOf: (tenantId: string) => Promise<OperationContext>;
  readonly unitOfWork: UnitOfWork;
  readonly log: Log;
}

/** A change that comes again has the same place in the stream, so its record would have the same key. */
const warnOf = async (deps: WarnOverdraftsDependencies, change: Change): Promise<void> => {
  const found = deps.overdrafts.read(change);
  if (found === undefined) return;
  const { tenantId, balance } = found;
  const context = await deps.contextOf(tenantId);
  const { tenant } = context;
  const crossing = change.sequenceNumber;
  if (await deps.overdrafts.wasRaised(tenant, balance.balanceId, crossing)) return;
  const { sequence, write } = await deps.overdrafts.nextSequence(tenant, balance.balanceId);
  const partition = deps.overdrafts.partition(tenant, balance.balanceId);
  const records = [balanceOverdrawn(partition, balance, { crossing, sequence })];
  await deps.unitOfWork.commit(context, { writes: [write], records }, undefined);
};

/**
 * Records `balance.overdrawn` for every change of the batch that took what a balance has available below zero
 * (boundary case 24).
 * @returns the position of the first that failed
 */
export const warnOverdrafts =
  (deps: WarnOverdraftsDependencies) =>
  async (changes: readonly Change[]): Promise<number | undefined> => {
    for (const [position, change] of changes.entries()) {
      try {
        await warnOf(deps, change);
      } catch (error) {
        deps.log.error('overdraft_not_warned', errorFields(error));
        return position;
      }
    }
    return undefined;
  };
