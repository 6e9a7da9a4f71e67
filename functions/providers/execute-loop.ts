import { TemporarilyUnavailable } from '../kernel/errors/domain-error.ts';
import type { Clock } from '../kernel/time/clock.ts';

/** Time limits in milliseconds. */
export interface Patience {
  /** One request. */
  readonly requestMs: number;
  /** A whole call with recovery and repeats. */
  readonly callMs: number;
}

/** Leaves a caller that waits at most ten seconds time for its own work. */
export const defaultPatience: Patience = { requestMs: 2_500, callMs: 7_000 };

/** A refusal by the provider, by its code; each port has its own error for it. */
export type Refuse = (code: string) => Error;

export type Outcome<Answer> =
  | { readonly kind: 'success'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'recoverable' };

/** Milliseconds that the next request may take; 0 when none should start any more. */
export type TimeLimit = () => number;

/** One call of a provider, in requests. */
export interface Attempt<Answer> {
  run(timeLimit: TimeLimit): Promise<Outcome<Answer>>;
  /**
   * Asks what became of the call. Without one the call itself is asked again: only for calls that change nothing, or
   * whose repeat answers the same.
   */
  recover?(timeLimit: TimeLimit): Promise<Outcome<Answer> | { readonly kind: 'not_done' }>;
}

const maxRounds = 2;
const shortestUsefulMs = 100;

/**
 * The one loop that every call of every provider goes through (SH-27):
 *
 *   run ──▶ success ──▶ answer
 *    ▲ ├──▶ refused ──▶ the port's error
 *    │ └──▶ recoverable (no answer, 5xx, 429) ──▶ run the recovery request ──▶ success ──▶ answer
 *    └──────────────── it was not carried out ◀──────────────┤
 *                                                            └──▶ otherwise TemporarilyUnavailable
 *
 * At most two rounds, and no request starts when the call's time is over.
 * @throws TemporarilyUnavailable when the outcome stays unknown; the refusal's error when the provider said no
 */
export const executeLoop = async <Answer>(
  { clock, patience, refuse }: { readonly clock: Clock; readonly patience: Patience; readonly refuse: Refuse },
  attempt: Attempt<Answer>,
): Promise<Answer> => {
  const endsAt = clock.now().epochMilliseconds + patience.callMs;
  const timeLimit: TimeLimit = () => {
    const leftMs = Math.min(patience.requestMs, endsAt - clock.now().epochMilliseconds);
    return leftMs < shortestUsefulMs ? 0 : leftMs;
  };
  for (let round = 1; round <= maxRounds; round += 1) {
    const outcome = await attempt.run(timeLimit);
    const settled =
      outcome.kind === 'recoverable'
        ? ((await attempt.recover?.(timeLimit)) ?? { kind: 'not_done' as const })
        : outcome;
    if (settled.kind === 'success') return settled.answer;
    if (settled.kind === 'refused') throw refuse(settled.code);
    if (settled.kind === 'recoverable') break;
  }
  throw new TemporarilyUnavailable();
};
