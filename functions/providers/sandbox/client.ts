import * as z from 'zod';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Attempt, Outcome, Patience, Refuse, TimeLimit } from '../execute-loop.ts';
import { executeLoop } from '../execute-loop.ts';
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

/** Calls of a provider of the twin's protocol, each through the one loop (SH-27). */
export const providerClient = (
  platform: Pick<ProviderPlatform, 'clock'>,
  { provider, exchange, refuse, patience }: ClientOptions,
): ProviderClient => ({
  execute: <Answer>(tenant: TenantContext, call: ProviderCall<Answer>): Promise<Answer> => {
    const ask = async (
      timeLimit: TimeLimit,
      request: Pick<ProviderRequest, 'call' | 'path' | 'body'>,
    ): Promise<Outcome<Answer>> => {
      const timeoutMs = timeLimit();
      if (timeoutMs === 0) return { kind: 'recoverable' };
      const { path, body } = request;
      return outcomeOf(call, await exchange({ tenant, provider, call: request.call, path, body, timeoutMs }));
    };
    const { recovery } = call;
    const attempt: Attempt<Answer> = {
      run: (timeLimit) => ask(timeLimit, call),
      ...(recovery === undefined
        ? {}
        : {
            recover: async (timeLimit) => {
              const { path, body, notDone } = recovery;
              const recovered = await ask(timeLimit, { call: `${call.call}Recovery`, path, body });
              return recovered.kind === 'refused' && recovered.code === notDone ? { kind: 'not_done' } : recovered;
            },
          }),
    };
    return executeLoop({ clock: platform.clock, patience, refuse }, attempt);
  },
});
