import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError, TemporarilyUnavailable } from '../errors/domain-error.ts';
import type { RecordDraft } from '../events/record.ts';
import { recordIntent } from '../events/record-item.ts';
import type { IdGenerator } from '../ids/ids.ts';
import type { OperationContext } from '../operation/context.ts';
import type { RandomSource } from '../platform/platform.ts';
import type { CancellationReason, Key, Table, TransactOutcome } from './table.ts';
import type { WriteIntent } from './write-intent.ts';

/** Everything one decision changes. */
export interface Work {
  readonly writes: readonly WriteIntent[];
  readonly records: readonly RecordDraft[];
}

/**
 * Commits state, records and the caller's idempotency key in one TransactWriteItems.
 *
 *   decide ──▶ [ state … | records … | idempotency key ] ──▶ committed
 *                    │ a condition failed → the label's error (a repeat → the first answer)
 *                    │ conflict, throttle → again, same token, jittered, at most 5 times
 *                    └ no answer          → is the witness there? yes: committed; no: again with the same token
 *
 * The witness is the first record (or, without records, the completed idempotency item): it is written exactly once,
 * so its presence with our own id proves that this very transaction committed. Once an attempt went unanswered, a
 * later refusal is believed only after the witness was looked for: what refuses may be our own first attempt.
 */
export interface UnitOfWork {
  /**
   * @param answer stored under the idempotency key, when the request has one
   * @returns the answer
   * @throws the refused intent's error; TemporarilyUnavailable when conflicts or silence outlast the retries
   */
  commit<Answer>(context: OperationContext, work: Work, answer: Answer): Promise<Answer>;
}

const maxAttempts = 5;
const transactionLimit = 100;

interface Witness {
  readonly key: Key;
  /** A reserved key bears our id from the start: only with its state is it a witness. */
  readonly proof: Readonly<Record<'commitId' | 'state', unknown>>;
}

const witnessOf = (intents: readonly WriteIntent[]): Witness | undefined => {
  for (const { write } of intents) {
    if (write.kind === 'put' && typeof write.item['commitId'] === 'string') {
      const { pk, sk, commitId, state } = write.item;
      return { key: { pk: String(pk), sk: String(sk) }, proof: { commitId, state } };
    }
  }
  return undefined;
};

type Sighting = 'present' | 'absent' | 'unreadable';

const lookFor = async (table: Table, witness: Witness | undefined): Promise<Sighting> => {
  if (witness === undefined) return 'absent';
  const { key, proof } = witness;
  try {
    const found = await table.get(key);
    return found?.['commitId'] === proof.commitId && found?.['state'] === proof.state ? 'present' : 'absent';
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'unavailable') return 'unreadable';
    throw error;
  }
};

const refusal = (intents: readonly WriteIntent[], reasons: readonly CancellationReason[]): Error | undefined => {
  const refused = intents.flatMap((intent, position) => {
    const reason = reasons[position];
    return reason?.kind === 'condition' ? [{ intent, old: reason.old }] : [];
  });
  // The refusal of the idempotency key explains all the others.
  const first = refused.find(({ intent }) => intent.label === 'idempotency') ?? refused[0];
  return first?.intent.refused(first.old);
};

/** Somebody is writing our idempotency key right now: perhaps the repeat whose effect the other refusals are. */
const isContested = (intents: readonly WriteIntent[], reasons: readonly CancellationReason[]): boolean => {
  const reason = reasons[intents.findIndex(({ label }) => label === 'idempotency')];
  return reason?.kind === 'conflict' || reason?.kind === 'throttled';
};

const defect = (intents: readonly WriteIntent[], reasons: readonly CancellationReason[]): Error | undefined => {
  const position = reasons.findIndex(({ kind }) => kind === 'other');
  const reason = reasons[position];
  return reason?.kind === 'other'
    ? new Error(`write "${intents[position]?.label ?? position}" was refused: ${reason.code}`)
    : undefined;
};

/** @throws what refused the work; returns when it may be tried again */
const refuse = (intents: readonly WriteIntent[], reasons: readonly CancellationReason[], isLast: boolean): void => {
  if (!isLast && isContested(intents, reasons)) return;
  const error = refusal(intents, reasons) ?? defect(intents, reasons);
  if (error !== undefined) throw error;
};

interface Dependencies {
  readonly table: Table;
  readonly ids: IdGenerator;
  readonly random: RandomSource;
}

const commitIntents = async (deps: Dependencies, intents: readonly WriteIntent[]): Promise<void> => {
  const token = Buffer.from(deps.random.bytes(16)).toString('hex');
  const witness = witnessOf(intents);
  const writes = intents.map(({ write }) => write);
  let unanswered = false;
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const outcome: TransactOutcome = await deps.table.transact(writes, token);
    if (outcome.kind === 'committed') return;
    unanswered ||= outcome.kind === 'unknown';
    const seen = unanswered ? await lookFor(deps.table, witness) : 'absent';
    if (seen === 'present') return;
    if (outcome.kind === 'cancelled' && seen === 'absent') {
      refuse(intents, outcome.reasons, attempt === maxAttempts);
    }
    if (attempt < maxAttempts) await sleep(10 * attempt + ((deps.random.bytes(1)[0] ?? 0) % 30));
  }
  throw new TemporarilyUnavailable();
};

export const unitOfWork = (deps: Dependencies): UnitOfWork => ({
  commit: async (context, work, answer) => {
    const commitId = Buffer.from(deps.random.bytes(12)).toString('base64url');
    const intents = [
      ...work.writes,
      ...work.records.map((draft) =>
        recordIntent(context, draft, {
          eventId: draft.eventId ?? deps.ids.next('evt', context.tenant),
          commitId,
        }),
      ),
      ...(context.idempotency === undefined ? [] : [context.idempotency.complete(answer)]),
    ];
    if (intents.length === 0 || intents.length > transactionLimit) {
      throw new RangeError(`a unit of work holds 1 to ${transactionLimit} writes, not ${intents.length}`);
    }
    await commitIntents(deps, intents);
    return answer;
  },
});
