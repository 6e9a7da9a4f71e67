import { OutcomeUnknown, TemporarilyUnavailable } from '../../functions/kernel/errors/domain-error.ts';
import type { CancellationReason, Table } from '../../functions/kernel/persistence/table.ts';
import type { Pacer } from '../../functions/kernel/time/pacer.ts';
import type { Dice } from '../support/seeded.ts';

export const slowFaults = [
  'throttled',
  'conflict',
  'slow',
  'silent before',
  'silent after',
  'silent, then late',
] as const;
/** What goes wrong in one call; `silent, then late`: it is written long after the caller gave up. */
export type SlowFault = (typeof slowFaults)[number];

/** The table's client gives up on an attempt after 300 ms, twice. */
const silenceMs = 600;
const latestMs = 2_500;

/**
 * A table that takes its time, in front of the model: a few milliseconds for a call, and faults.
 * @param faultOf the fault of a call, counted from 0
 */
export const slowTable = (
  table: Table,
  { pacer, dice }: { readonly pacer: Pacer; readonly dice: Dice },
  faultOf: (call: number) => SlowFault | undefined,
): Table => {
  let calls = 0;
  const next = (): SlowFault | undefined => {
    calls += 1;
    return faultOf(calls - 1);
  };
  const through = async <Answer>(send: () => Promise<Answer>, otherwise: { silent(): Answer; refused(): Answer }) => {
    const fault = next();
    await pacer.pause(fault === 'slow' ? dice.between(100, 550) : dice.between(3, 20));
    if (fault === undefined || fault === 'slow') return send();
    if (fault === 'throttled' || fault === 'conflict') return otherwise.refused();
    if (fault === 'silent after') await send();
    if (fault === 'silent, then late') void pacer.pause(dice.between(100, latestMs)).then(send);
    await pacer.pause(silenceMs);
    return otherwise.silent();
  };
  const fail = (error: Error) => (): never => {
    throw error;
  };
  const unavailable = fail(new TemporarilyUnavailable());
  const read = { silent: unavailable, refused: unavailable };
  return {
    get: (key, options) => through(() => table.get(key, options), read),
    query: (request) => through(() => table.query(request), read),
    write: (write) => through(() => table.write(write), { silent: fail(new OutcomeUnknown()), refused: unavailable }),
    transact: (writes, token) => {
      const reasons = writes.map((_write, at): CancellationReason => ({ kind: at === 0 ? 'conflict' : 'none' }));
      return through(() => table.transact(writes, token), {
        silent: () => ({ kind: 'unknown' as const }),
        refused: () => ({ kind: 'cancelled' as const, reasons }),
      });
    },
  };
};
