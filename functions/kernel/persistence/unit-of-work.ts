import { OutcomeUnknown, TemporarilyUnavailable } from '../errors/domain-error.ts';
import type { RecordDraft } from '../events/record.ts';
import { recordIntent } from '../events/record-item.ts';
import type { IdGenerator } from '../ids/ids.ts';
import type { OperationContext } from '../operation/context.ts';
import type { RandomSource } from '../platform/platform.ts';
import type { Deadline, Pacer } from '../time/pacer.ts';
import { systemPacer } from '../time/pacer.ts';
import { refuse } from './refusal.ts';
import { sendIntents } from './send-intents.ts';
import type { Table } from './table.ts';
import { lookFor, witnessOf } from './witness.ts';
import type { WriteIntent } from './write-intent.ts';

/** Everything one decision changes. */
export interface Work {
  readonly writes: readonly WriteIntent[];
  readonly records: readonly RecordDraft[];
  /** Replaces the number of attempts where somebody waits for the answer and has only so long. */
  readonly deadline?: Deadline;
}

/**
 * Commits state, records and the caller's idempotency key in one TransactWriteItems.
 *
 *   decide ──▶ [ state … | records … | idempotency key ] ──▶ committed
 *                    │ a condition failed → the label's error (a repeat → the first answer)
 *                    │ conflict, throttle → again, same token, jittered, at most 5 times or until the deadline
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
   * @throws the refused intent's error; TemporarilyUnavailable when conflicts outlast the retries: nothing was written;
   *   OutcomeUnknown when an attempt went unanswered and the work was not seen since: it may yet be written
   */
  commit<Answer>(context: OperationContext, work: Work, answer: Answer): Promise<Answer>;
}

const maxAttempts = 5;
const transactionLimit = 100;

interface Dependencies {
  readonly table: Table;
  readonly ids: IdGenerator;
  readonly random: RandomSource;
  /** The machine's clock unless a test says otherwise. */
  readonly pacer?: Pacer;
}

/**
 * How long to wait before the next attempt, in milliseconds; undefined when this one was the last.
 * @param tookMs how long this one took: the next would not be answered in time if it took as long
 */
type Patience = (attempt: number, tookMs: number) => number | undefined;

const patienceOf = ({ random, pacer = systemPacer }: Dependencies, deadline: Deadline | undefined): Patience => {
  const below = (limit: number): number => (random.bytes(1)[0] ?? 0) % limit;
  if (deadline === undefined) {
    return (attempt) => (attempt < maxAttempts ? 10 * attempt + below(30) : undefined);
  }
  return (_attempt, tookMs) => {
    const pauseMs = 10 + below(31);
    return pacer.elapsed() + pauseMs + tookMs < deadline.retryUntil ? pauseMs : undefined;
  };
};

/** What is known while the work is under way. */
interface Progress {
  /** Something was sent whose outcome nobody has seen. */
  uncertain: boolean;
  /** Nobody waits any more: nothing else may be sent. */
  isOver: boolean;
}

const failureOf = ({ uncertain }: Progress): TemporarilyUnavailable =>
  uncertain ? new OutcomeUnknown() : new TemporarilyUnavailable();

const commitIntents = async (
  deps: Dependencies,
  intents: readonly WriteIntent[],
  { patience, progress }: { patience: Patience; progress: Progress },
): Promise<void> => {
  const token = Buffer.from(deps.random.bytes(16)).toString('hex');
  const witness = witnessOf(intents);
  const pacer = deps.pacer ?? systemPacer;
  let unanswered = false;
  for (let attempt = 1; !progress.isOver; attempt += 1) {
    progress.uncertain = true;
    const sentAt = pacer.elapsed();
    const outcome = await sendIntents(deps.table, intents, { token, witness });
    if (outcome.kind === 'committed') return;
    unanswered ||= outcome.kind === 'unknown';
    progress.uncertain = unanswered;
    const seen = unanswered ? await lookFor(deps.table, witness) : 'absent';
    if (seen === 'present') return;
    const pauseMs = patience(attempt, pacer.elapsed() - sentAt);
    if (outcome.kind === 'cancelled' && seen === 'absent') refuse(intents, outcome.reasons, pauseMs === undefined);
    if (pauseMs === undefined) break;
    await pacer.pause(pauseMs);
  }
  throw failureOf(progress);
};

/** Commits, and stops waiting at the hard end of the deadline. */
const commitInTime = async (
  deps: Dependencies,
  intents: readonly WriteIntent[],
  deadline: Deadline | undefined,
): Promise<void> => {
  const progress: Progress = { uncertain: false, isOver: false };
  const committing = commitIntents(deps, intents, { patience: patienceOf(deps, deadline), progress });
  if (deadline === undefined) return committing;
  const pacer = deps.pacer ?? systemPacer;
  const ended = await pacer.within(deadline.stopAt - pacer.elapsed(), committing);
  if (ended !== undefined) return;
  progress.isOver = true;
  throw failureOf(progress);
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
    await commitInTime(deps, intents, work.deadline);
    return answer;
  },
});
