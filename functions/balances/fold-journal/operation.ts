import type { StreamUseCase } from '../../kernel/operation/stream-operation.ts';
import type { FoldEntriesDependencies } from './fold-entries.ts';
import { foldEntries } from './fold-entries.ts';
import type { WarnPartnersDependencies } from './warn-partners.ts';
import { warnPartners } from './warn-partners.ts';
import type { WatchDepositsDependencies } from './watch-deposits.ts';
import { watchDeposits } from './watch-deposits.ts';

/**
 * Follows the money, off the path of those who wait.
 *
 * In: changes of one shard, in order, some of them perhaps again. Out: the position of the first that was not handled.
 * 1. New journal entries are added to their tenants' totals, each once (I16).
 * 2. Partner balances that fell below their level are warned of, once per crossing (AN-70). Beside 1, because neither
 *    waits for the other. A deposit's level is the sum of its slices, which is followed here.
 */
export const foldJournal = (
  deps: FoldEntriesDependencies & WarnPartnersDependencies & WatchDepositsDependencies,
): StreamUseCase => {
  const lanes = [foldEntries(deps), warnPartners(deps), watchDeposits(deps)];
  return async (changes) => {
    const failures = await Promise.all(lanes.map((lane) => lane(changes)));
    const positions = failures.filter((position) => position !== undefined);
    return positions.length === 0 ? undefined : Math.min(...positions);
  };
};
