import type { StreamUseCase } from '../../kernel/operation/stream-operation.ts';
import type { FoldEntriesDependencies } from './fold-entries.ts';
import { foldEntries } from './fold-entries.ts';
import type { WarnOverdraftsDependencies } from './warn-overdrafts.ts';
import { warnOverdrafts } from './warn-overdrafts.ts';
import type { WarnPartnersDependencies } from './warn-partners.ts';
import { warnPartners } from './warn-partners.ts';
import type { WatchDepositsDependencies } from './watch-deposits.ts';
import { watchDeposits } from './watch-deposits.ts';

/**
 * Follows the money, off the path of those who wait.
 *
 * In: changes of one shard, in order, some of them perhaps again. Out: the position of the first that was not handled.
 * 1. New journal entries are added to their tenants' totals, each once (I16). With them falls what persons hold whose
 *    money left: until then a limit refuses what it would allow, and never the other way round (rule 70).
 * 2. Partner balances that fell below their level are warned of, once per crossing (AN-70). Beside 1, because neither
 *    waits for the other. A deposit's level is the sum of its slices, which is followed here.
 * 3. So are balances that fell below zero (boundary case 24).
 */
export const foldJournal = (
  deps: FoldEntriesDependencies & WarnPartnersDependencies & WatchDepositsDependencies & WarnOverdraftsDependencies,
): StreamUseCase => {
  const lanes = [foldEntries(deps), warnPartners(deps), watchDeposits(deps), warnOverdrafts(deps)];
  return async (changes) => {
    const failures = await Promise.all(lanes.map((lane) => lane(changes)));
    const positions = failures.filter((position) => position !== undefined);
    return positions.length === 0 ? undefined : Math.min(...positions);
  };
};
