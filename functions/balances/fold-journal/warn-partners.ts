import type { Log } from '../../kernel/observability/log.ts';
import { errorFields } from '../../kernel/observability/log.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { Change } from '../../kernel/operation/stream-operation.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { fellBelowThreshold, partnerBalanceLow } from '../domain/partner-events.ts';
import type { PartnerBalanceStore, PartnerWarnings } from '../ports/partner-balance-store.ts';

export interface WarnPartnersDependencies {
  readonly warnings: PartnerWarnings;
  readonly partners: Pick<PartnerBalanceStore, 'partition'>;
  readonly contextOf: (tenantId: string) => Promise<OperationContext>;
  readonly unitOfWork: UnitOfWork;
  readonly log: Log;
}

/** A change that comes again has the same place in the stream, so its record would have the same key. */
const warnOf = async (deps: WarnPartnersDependencies, change: Change): Promise<void> => {
  const before = deps.warnings.read(change.before);
  const after = deps.warnings.read(change.after);
  if (before === undefined || after === undefined || !fellBelowThreshold(before.balance, after.balance)) return;
  const context = await deps.contextOf(after.tenantId);
  const { tenant } = context;
  const crossing = change.sequenceNumber;
  if (await deps.warnings.wasRaised(tenant, after.balance, crossing)) return;
  const { sequence, write } = await deps.warnings.nextSequence(tenant, after.balance.partnerBalanceId);
  const partition = deps.partners.partition(tenant, after.balance);
  const records = [partnerBalanceLow(partition, after.balance, { crossing, sequence })];
  await deps.unitOfWork.commit(context, { writes: [write], records }, undefined);
};

/**
 * Records `partner_balance.low` for every change of the batch that took a partner balance below its level.
 * @returns the position of the first that failed
 */
export const warnPartners =
  (deps: WarnPartnersDependencies) =>
  async (changes: readonly Change[]): Promise<number | undefined> => {
    for (const [position, change] of changes.entries()) {
      try {
        await warnOf(deps, change);
      } catch (error) {
        deps.log.error('partner_not_warned', errorFields(error));
        return position;
      }
    }
    return undefined;
  };
