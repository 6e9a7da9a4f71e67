import type { Log } from '../../kernel/observability/log.ts';
import { errorFields } from '../../kernel/observability/log.ts';
import type { Change } from '../../kernel/operation/stream-operation.ts';
import type { JournalEntry, LedgerFold } from '../ports/ledger-fold.ts';

export interface FoldEntriesDependencies {
  readonly fold: LedgerFold;
  readonly log: Log;
}

interface Placed {
  readonly position: number;
  readonly entry: JournalEntry;
}

/** The batch's journal entries up to the first that cannot be read, and where that one stands. */
const readEntries = ({ fold, log }: FoldEntriesDependencies, changes: readonly Change[]) => {
  const placed: Placed[] = [];
  for (const [position, { kind, after }] of changes.entries()) {
    if (kind !== 'insert') continue;
    try {
      const entry = fold.read(after);
      if (entry !== undefined) placed.push({ position, entry });
    } catch (error) {
      log.error('journal_entry_unreadable', errorFields(error));
      return { placed, unreadable: position };
    }
  }
  return { placed, unreadable: undefined };
};

/**
 * Adds the batch's new journal entries to the totals.
 * @returns the position of the first that is not in them for certain
 */
export const foldEntries =
  (deps: FoldEntriesDependencies) =>
  async (changes: readonly Change[]): Promise<number | undefined> => {
    const { placed, unreadable } = readEntries(deps, changes);
    const folded = await deps.fold.fold(placed.map(({ entry }) => entry));
    if (folded === placed.length) return unreadable;
    deps.log.warn('journal_not_folded', { count: placed.length - folded });
    return placed[folded]?.position;
  };
