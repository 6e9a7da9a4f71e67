import { ConcurrentChange } from '../../kernel/errors/domain-error.ts';
import type { Currency } from '../../kernel/money/currency.ts';
import { errorFields } from '../../kernel/observability/log.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { Change } from '../../kernel/operation/stream-operation.ts';
import type { Sighting, Step } from '../domain/deposit-level.ts';
import { nextStep, totalOf } from '../domain/deposit-level.ts';
import type { PartnerBalance } from '../domain/partner-balance.ts';
import { partnerBalanceLow } from '../domain/partner-events.ts';
import type { DepositWatch } from '../ports/deposit-watch.ts';
import type { WarnPartnersDependencies } from './warn-partners.ts';

export interface WatchDepositsDependencies extends WarnPartnersDependencies {
  readonly deposits: DepositWatch;
}

/** What a batch tells of one deposit. */
interface Group {
  readonly tenantId: string;
  readonly currency: Currency;
  /** Where the first of its changes stands in the batch. */
  readonly position: number;
  readonly sightings: Sighting[];
}

const maxAttempts = 5;

const groupsOf = (deposits: DepositWatch, changes: readonly Change[]) => {
  const groups = new Map<string, Group>();
  for (const [position, { after }] of changes.entries()) {
    try {
      const found = deposits.read(after);
      if (found === undefined) continue;
      const { tenantId, currency, sighting } = found;
      const group = groups.get(`${tenantId} ${currency}`) ?? { tenantId, currency, position, sightings: [] };
      group.sightings.push(sighting);
      groups.set(`${tenantId} ${currency}`, group);
    } catch (error) {
      return { groups: [...groups.values()], unreadable: { position, error } };
    }
  }
  return { groups: [...groups.values()], unreadable: undefined };
};

/** The level's revision names the crossing, and one of two who decide on the same revision is refused. */
const keepStep = async (
  deps: WatchDepositsDependencies,
  context: OperationContext,
  { step, purse }: { readonly step: Step; readonly purse: Omit<PartnerBalance, 'available'> },
): Promise<void> => {
  const { tenant } = context;
  const kept = deps.deposits.keep(tenant, purse.currency, step.level);
  if (!step.isCrossing) {
    await deps.unitOfWork.commit(context, { writes: [kept], records: [] }, undefined);
    return;
  }
  const { sequence, write } = await deps.warnings.nextSequence(tenant, purse.partnerBalanceId);
  const balance = { ...purse, available: totalOf(step.level) };
  const crossing = `LEVEL-${String(step.level.revision).padStart(10, '0')}`;
  const records = [partnerBalanceLow(deps.partners.partition(tenant, balance), balance, { crossing, sequence })];
  await deps.unitOfWork.commit(context, { writes: [kept, write], records }, undefined);
};

const follow = async (deps: WatchDepositsDependencies, group: Group): Promise<void> => {
  const context = await deps.contextOf(group.tenantId);
  for (let conflicts = 0; ;) {
    const { level, purse } = await deps.deposits.find(context.tenant, group.currency);
    const step = nextStep(level, group.sightings, purse.lowBalanceThreshold);
    if (step === undefined) return;
    try {
      await keepStep(deps, context, { step, purse });
      if (!step.isCrossing) return;
    } catch (error) {
      conflicts += 1;
      if (!(error instanceof ConcurrentChange) || conflicts === maxAttempts) throw error;
    }
  }
};

/**
 * Follows what deposits have available, and records `partner_balance.low` once for every time that one of them fell
 * below its level (AN-69, AN-70).
 * @returns the position of the first change that was not taken in
 */
export const watchDeposits =
  (deps: WatchDepositsDependencies) =>
  async (changes: readonly Change[]): Promise<number | undefined> => {
    const { groups, unreadable } = groupsOf(deps.deposits, changes);
    for (const group of groups) {
      try {
        await follow(deps, group);
      } catch (error) {
        deps.log.error('deposit_not_watched', errorFields(error));
        return group.position;
      }
    }
    if (unreadable !== undefined) deps.log.error('deposit_slice_unreadable', errorFields(unreadable.error));
    return unreadable?.position;
  };
