import { setTimeout as sleep } from 'node:timers/promises';
import { TemporarilyUnavailable } from '../errors/domain-error.ts';
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
 * The witness is the first record (or, without records, the idempotency item): it is written exactly once, so its
 * presence with our own id proves that this very transaction committed.
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
  readonly attribute: string;
  readonly value: unknown;
}

const witnessOf = (intents: readonly WriteIntent[]): Witness | undefined => {
  for (const { write } of intents) {
    if (write.kind === 'put' && typeof write.item['commitId'] === 'string') {
      const { pk, sk, commitId } = write.item;
      return { key: { pk: String(pk), sk: String(sk) }, attribute: 'commitId', value: commitId };
    }
  }
  return undefined;
};

const refusal = (intents: readonly WriteIntent[], reasons: readonly CancellationReason[]): Error | undefined => {
  // The idempotency intent is last; its refusal explains all the others, so it is asked first.
  for (let position = intents.length - 1; position >= 0; position -= 1) {
    const reason = reasons[position];
    if (reason?.kind !== 'condition') continue;
    const isRepeat = intents[position]?.label === 'idempotency';
    const first = isRepeat ? position : reasons.findIndex(({ kind }) => kind === 'condition');
    const found = reasons[first];
    return intents[first]?.refused(found?.kind === 'condition' ? found.old : undefined);
  }
  return undefined;
};

const defect = (intents: readonly WriteIntent[], reasons: readonly CancellationReason[]): Error | undefined => {
  const position = reasons.findIndex(({ kind }) => kind === 'other');
  const reason = reasons[position];
  return reason?.kind === 'other'
    ? new Error(`write "${intents[position]?.label ?? position}" was refused: ${reason.code}`)
    : undefined;
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
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const outcome: TransactOutcome = await deps.table.transact(writes, token);
    if (outcome.kind === 'committed') return;
    if (outcome.kind === 'cancelled') {
      const error = refusal(intents, outcome.reasons) ?? defect(intents, outcome.reasons);
      if (error !== undefined) throw error;
    } else if (witness !== undefined) {
      const found = await deps.table.get(witness.key);
      if (found?.[witness.attribute] === witness.value) return;
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
        recordIntent(context, draft, { eventId: deps.ids.next('evt', context.tenant), commitId }),
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
