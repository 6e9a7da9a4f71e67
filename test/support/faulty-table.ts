import { OutcomeUnknown, TemporarilyUnavailable } from '../../functions/kernel/errors/domain-error.ts';
import type { CancellationReason, Table } from '../../functions/kernel/persistence/table.ts';

/** What goes wrong in one call. */
export type TableFault =
  | { readonly kind: 'throttled' }
  /** Another transaction holds the item of the write at this position (modulo the number of writes). */
  | { readonly kind: 'conflict'; readonly position: number }
  /** No answer, and nothing was written. */
  | { readonly kind: 'silent before' }
  /** No answer, although it was written. */
  | { readonly kind: 'silent after' }
  /** The process dies before or after the call: nobody ever gets an answer. */
  | { readonly kind: 'crash before' }
  | { readonly kind: 'crash after' };

export interface TableCall {
  readonly kind: 'get' | 'query' | 'transact' | 'write';
  /** Counts the calls from 0. */
  readonly number: number;
}

export interface FaultyTable extends Table {
  /** All calls so far. */
  readonly calls: readonly TableCall[];
  /** Resolves when the process has died. */
  readonly crashed: Promise<void>;
}

const reasonsAt = (count: number, position: number): readonly CancellationReason[] =>
  Array.from({ length: count }, (_, at) => ({ kind: at === position % count ? 'conflict' : 'none' }));

const forever = (): Promise<never> => new Promise(() => undefined);

/**
 * The faults that the embedded table does not have, in front of it.
 * @param faultOf the fault of a call; undefined lets it pass
 * @param options `forgetful`: every attempt has a token of its own, as if the table's ten minutes were over
 */
export const faultyTable = (
  table: Table,
  faultOf: (call: TableCall) => TableFault | undefined,
  options: { readonly forgetful?: boolean } = {},
): FaultyTable => {
  const calls: TableCall[] = [];
  let die = (): void => undefined;
  const crashed = new Promise<void>((resolve) => {
    die = resolve;
  });
  const next = (kind: TableCall['kind']): TableFault | undefined => {
    const call = { kind, number: calls.length };
    calls.push(call);
    return faultOf(call);
  };
  /** @param silence what a caller without an answer gets */
  const through = async <Answer>(
    fault: TableFault | undefined,
    send: () => Promise<Answer>,
    silence: () => Answer,
  ): Promise<Answer> => {
    if (fault === undefined) return send();
    if (fault.kind === 'silent after' || fault.kind === 'crash after') await send();
    if (fault.kind === 'crash before' || fault.kind === 'crash after') {
      die();
      return forever();
    }
    return silence();
  };
  const unavailable = (): never => {
    throw new TemporarilyUnavailable();
  };
  const outcomeUnknown = (): never => {
    throw new OutcomeUnknown();
  };
  return {
    calls,
    crashed,
    get: async (key, read) => through(next('get'), () => table.get(key, read), unavailable),
    query: async (request) => through(next('query'), () => table.query(request), unavailable),
    write: async (write) => {
      const fault = next('write');
      if (fault?.kind === 'throttled' || fault?.kind === 'conflict') return unavailable();
      return through(fault, () => table.write(write), outcomeUnknown);
    },
    transact: async (writes, token) => {
      const fault = next('transact');
      if (fault?.kind === 'throttled') return { kind: 'cancelled', reasons: [{ kind: 'throttled' }] };
      if (fault?.kind === 'conflict') return { kind: 'cancelled', reasons: reasonsAt(writes.length, fault.position) };
      const sent = options.forgetful === true ? `${token.slice(0, 30)}${calls.length}` : token;
      return through(
        fault,
        () => table.transact(writes, sent),
        () => ({ kind: 'unknown' }),
      );
    },
  };
};
