import * as z from 'zod';
import type { Clock } from '../../kernel/time/clock.ts';
import type { Outcome, Patience, TimeLimit } from '../execute-loop.ts';
import { executeLoop } from '../execute-loop.ts';
import { paymentRefused } from './failures.ts';
import type { RazorpayRequest, Send } from './transport.ts';

/** What Razorpay says when it refuses. `order_id` beside it is the older way to tell a receipt that is taken. */
const errorBody = z.object({
  error: z.object({
    code: z.string().nullish(),
    /** Read by the matcher of taken receipts (rule 45) and by nothing else. */
    description: z.string().nullish(),
    reason: z.string().nullish(),
  }),
  order_id: z.string().nullish(),
});

export type WireError = z.output<typeof errorBody>;

export type Reply<Answer> =
  | { readonly kind: 'success'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly code: string; readonly error: WireError }
  /** No answer, or none that says what became of the request; `fault` names a call whose answer did not fit. */
  | { readonly kind: 'recoverable'; readonly fault?: string };

/** One request of a call and how its answer reads. */
export interface Question<Answer> {
  readonly request: RazorpayRequest;
  readonly answer: z.ZodType<Answer>;
}

export type Ask = <Answer>(question: Question<Answer>, timeLimit: TimeLimit) => Promise<Reply<Answer>>;

/** Statuses that say nothing about what became of the request; 409: the same one is still being worked on. */
const isRecoverable = (status: number): boolean =>
  status === 0 || status === 408 || status === 409 || status === 429 || status >= 500;

/** Wrong credentials or rights: this platform's set-up, never the caller's request. */
const isSetUp = (status: number): boolean => status === 401 || status === 403;

/** Asks one account. @throws Error when the answer shows that the set-up is wrong */
export const asking =
  (send: Send): Ask =>
  async ({ request, answer: schema }, timeLimit) => {
    const { status, body } = await send(request, timeLimit);
    if (isRecoverable(status)) return { kind: 'recoverable' };
    if (isSetUp(status)) throw new Error(`Razorpay does not accept ${request.call}: status ${status}`);
    if (status < 300) {
      const read = schema.safeParse(body);
      return read.success ? { kind: 'success', answer: read.data } : { kind: 'recoverable', fault: request.call };
    }
    const error = errorBody.safeParse(body);
    return error.success
      ? { kind: 'refused', code: error.data.error.reason ?? '', error: error.data }
      : { kind: 'recoverable', fault: request.call };
  };

/** One call of the port, in requests. */
export interface RazorpayCall<Answer> {
  readonly run: (ask: Ask, timeLimit: TimeLimit) => Promise<Reply<Answer>>;
  /** Asks what became of it; without one it is sent again, which must then change nothing. */
  readonly recover?: (ask: Ask, timeLimit: TimeLimit) => Promise<Outcome<Answer> | { readonly kind: 'not_done' }>;
}

/** A call of one request that may be sent twice. */
export const single = <Answer>(question: Question<Answer>): RazorpayCall<Answer> => ({
  run: (ask, timeLimit) => ask(question, timeLimit),
});

/**
 * Executes a call through the one loop (SH-27).
 * @throws PaymentRefused when Razorpay said no; TemporarilyUnavailable when the outcome stays unknown; Error when an
 * answer does not fit and nothing else tells what happened
 */
export const execute = <Answer>(
  { ask, clock, patience }: { readonly ask: Ask; readonly clock: Clock; readonly patience: Patience },
  call: RazorpayCall<Answer>,
): Promise<Answer> => {
  const { recover } = call;
  return executeLoop(
    { clock, patience, refuse: paymentRefused },
    {
      run: async (timeLimit) => {
        const reply = await call.run(ask, timeLimit);
        // The schema's own message may quote the answer, so it is left out.
        if (reply.kind === 'recoverable' && reply.fault !== undefined && recover === undefined) {
          throw new Error(`Razorpay's answer to ${reply.fault} does not fit`);
        }
        return reply;
      },
      ...(recover === undefined ? {} : { recover: async (timeLimit) => recover(ask, timeLimit) }),
    },
  );
};
