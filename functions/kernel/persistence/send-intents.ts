import { OutcomeUnknown, TemporarilyUnavailable } from '../errors/domain-error.ts';
import type { Table, TableWrite, TransactOutcome } from './table.ts';
import type { Witness } from './witness.ts';
import { isOurs } from './witness.ts';
import type { WriteIntent } from './write-intent.ts';

type Put = Extract<TableWrite, { kind: 'put' }>;

/** The only write, when sending it twice writes it once: its condition refuses the second, which then finds the first. */
const lonePut = (intents: readonly WriteIntent[]): Put | undefined => {
  const [first] = intents;
  if (intents.length !== 1 || first?.write.kind !== 'put') return undefined;
  return first.write.condition === undefined ? undefined : first.write;
};

const sendPut = async (table: Table, put: Put, witness: Witness): Promise<TransactOutcome> => {
  try {
    const answer = await table.write(put);
    // The client itself may have sent it twice.
    if (answer.ok || isOurs(witness, answer.old)) return { kind: 'committed' };
    return { kind: 'cancelled', reasons: [{ kind: 'condition', old: answer.old }] };
  } catch (error) {
    if (error instanceof OutcomeUnknown) return { kind: 'unknown' };
    if (error instanceof TemporarilyUnavailable) return { kind: 'cancelled', reasons: [{ kind: 'throttled' }] };
    throw error;
  }
};

/**
 * Sends all writes as one: a transaction, or, when there is only one put and it bears the work's commit id, a plain
 * conditional put, which costs half.
 */
export const sendIntents = async (
  table: Table,
  intents: readonly WriteIntent[],
  { token, witness }: { token: string; witness: Witness | undefined },
): Promise<TransactOutcome> => {
  const put = lonePut(intents);
  if (put !== undefined && witness !== undefined) return sendPut(table, put, witness);
  return table.transact(
    intents.map(({ write }) => write),
    token,
  );
};
