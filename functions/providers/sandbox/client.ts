import * as z from 'zod';
import { TemporarilyUnavailable } from '../../kernel/errors/domain-error.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Exchange, ProviderAnswer, ProviderPlatform, ProviderRequest } from './exchange.ts';

/** One call of a provider: what is sent, how its answer reads, how an unknown outcome is cleared up. */
export interface ProviderCall<Answer> {
  readonly call: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Reads the answer of the call and of its recovery. */
  readonly answer: z.ZodType<Answer>;
  /**
   * Asks what became of the call. Without one the call itself is asked again: only for calls that change nothing, or
   * whose repeat answers the same.
   */
  readonly recovery?: {
    readonly path: string;
    readonly body: Readonly<Record<string, unknown>>;
    /** The refusal that says: the call was not carried out. */
    readonly notDone: string;
  };
}

/** A refusal by the provider, by its code; each port has its own error for it. */
export type Refuse = (code: string) => Error;

/** Time limits in milliseconds. */
export interface Patience {
  /** One request. */
  readonly requestMs: number;
  /** A whole call with recovery and repeats. */
  readonly callMs: number;
}

/** Leaves a caller that waits at most ten seconds time for its own work. */
export const defaultPatience: Patience = { requestMs: 2_500, callMs: 7_000 };

export interface ClientOptions {
  readonly provider: ProviderRequest['provider'];
  readonly exchange: Exchange;
  readonly refuse: Refuse;
  readonly patience: Patience;
}

export interface ProviderClient {
  /** @throws TemporarilyUnavailable when the outcome stays unknown; the refusal's error when the provider said no */
  execute<Answer>(tenant: TenantContext, call: ProviderCall<Answer>): Promise<Answer>;
}

type Outcome<Answer> =
  | { readonly kind: 'success'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'recoverable' };

const maxRounds = 2;
const shortestUsefulMs = 100;
const refusal = z.object({ error: z.object({ code: z.string() }) });
const isRecoverable = (status: number): boolean => status === 0 || status === 408 || status === 429 || status >= 500;

const outcomeOf = <Answer>(call: ProviderCall<Answer>, { status, body }: ProviderAnswer): Outcome<Answer> => {
  if (isRecoverable(status)) return { kind: 'recoverable' };
  if (status < 300) {
    const read = call.answer.safeParse(body);
    // The schema's own message may quote the answer, so it is left out.
    if (!read.success) throw new Error(`the provider's answer to ${call.call} does not fit`);
    return { kind: 'success', answer: read.data };
  }
  const refused = refusal.safeParse(body);
  if (!refused.success) throw new Error(`the provider does not accept ${call.call}: status ${status}`);
  return { kind: 'refused', code: refused.data.error.code };
};

/**
 * The one loop that every call goes through (SH-27):
 *
 *   run ──▶ success ──▶ answer
 *    ▲ ├──▶ refused ──▶ the port's error
 *    │ └──▶ recoverable (no answer, 5xx, 429) ──▶ run the recovery request ──▶ success ──▶ answer
 *    └──────────────── it was not carried out ◀──────────────┤
 *                                                            └──▶ otherwise TemporarilyUnavailable
 *
 * At most two rounds, and no request starts when the call's time is over.
 */
export const providerClient = (
  platform: Pick<ProviderPlatform, 'clock'>,
  { provider, exchange, refuse, patience }: ClientOptions,
): ProviderClient => ({
  execute: async <Answer>(tenant: TenantContext, call: ProviderCall<Answer>): Promise<Answer> => {
    const endsAt = platform.clock.now().epochMilliseconds + patience.callMs;
    const run = async (request: Pick<ProviderRequest, 'call' | 'path' | 'body'>): Promise<Outcome<Answer>> => {
      const timeoutMs = Math.min(patience.requestMs, endsAt - platform.clock.now().epochMilliseconds);
      if (timeoutMs < shortestUsefulMs) return { kind: 'recoverable' };
      const { path, body } = request;
      return outcomeOf(call, await exchange({ tenant, provider, call: request.call, path, body, timeoutMs }));
    };
    const runRecovery = async (): Promise<Outcome<Answer> | { readonly kind: 'not_done' }> => {
      if (call.recovery === undefined) return { kind: 'not_done' };
      const { path, body, notDone } = call.recovery;
      const recovered = await run({ call: `${call.call}Recovery`, path, body });
      return recovered.kind === 'refused' && recovered.code === notDone ? { kind: 'not_done' } : recovered;
    };
    for (let round = 1; round <= maxRounds; round += 1) {
      const outcome = await run(call);
      const settled = outcome.kind === 'recoverable' ? await runRecovery() : outcome;
      if (settled.kind === 'success') return settled.answer;
      if (settled.kind === 'refused') throw refuse(settled.code);
      if (settled.kind === 'recoverable') break;
    }
    throw new TemporarilyUnavailable();
  },
});
