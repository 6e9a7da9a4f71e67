import type { OpenDebits } from '../mandates/ports/open-debits.ts';
import { debitRecord } from './domain/debit-events.ts';
import { cancelDebit } from './domain/ending.ts';
import type { Debiting } from './debiting.ts';
import { debitTimerWrites } from './debit-timers.ts';

/**
 * A mandate's end ends its open debits: their share of its transaction. One whose money is being asked for is left out; what
 * becomes of it, the provider says. The mandate's own slots are the caller's to clear.
 */
export const openDebits = (deps: Pick<Debiting, 'debits' | 'mandates'>): OpenDebits => ({
  cancel: async (context, open, why) => {
    const { tenant } = context;
    const debits = await Promise.all(open.map(({ debitId }) => deps.debits.find(tenant, debitId)));
    const [first] = debits;
    const mandate = first === undefined ? undefined : await deps.mandates.find(tenant, first.mandateId);
    const shares = debits.flatMap((before) => {
      const after = before === undefined ? undefined : cancelDebit(before, why);
      if (before === undefined || after === undefined || mandate === undefined) return [];
      const { method, remote } = mandate;
      const more = { instrument: { method, bank: remote.bank, app: remote.app }, before: before.status };
      return [
        {
          writes: [deps.debits.replace(tenant, after), ...debitTimerWrites(context, before, after)],
          records: [debitRecord(deps.debits.partition(tenant, after.debitId), after, more)],
        },
      ];
    });
    return {
      writes: shares.flatMap(({ writes }) => writes),
      records: shares.flatMap(({ records }) => records),
    };
  },
});
