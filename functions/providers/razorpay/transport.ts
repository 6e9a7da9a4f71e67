import type { Pacer } from '../../kernel/time/pacer.ts';
import type { TimeLimit } from '../execute-loop.ts';
import type { RazorpayAccount } from './accounts.ts';
import type { RazorpayPlatform } from './razorpay-platform.ts';

/** A request in the words of a call. */
export interface RazorpayRequest {
  /** Names the call in metrics, such as `createOrder`. */
  readonly call: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the base URL, with its query. */
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `status` is 0 when no answer came, or none that can be trusted: the outcome is unknown. */
export interface RazorpayAnswer {
  readonly status: number;
  /** JSON; undefined when there is none. */
  readonly body: unknown;
}

interface Received extends RazorpayAnswer {
  readonly retryAfter?: string | null;
}

const noAnswer: Received = { status: 0, body: undefined };

/** More than the longest list that is ever asked for; a longer answer is not Razorpay's. */
const mostBytes = 1024 * 1024;

const textOf = async ({ body }: Response): Promise<string | undefined> => {
  const parts: Uint8Array[] = [];
  let length = 0;
  const stream: AsyncIterable<Uint8Array> | undefined = body ?? undefined;
  if (stream === undefined) return '';
  for await (const part of stream) {
    length += part.length;
    if (length > mostBytes) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
};

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which may be a person's.
    return undefined;
  }
};

const received = async (response: Response): Promise<Received> => {
  const text = await textOf(response);
  const body = text === undefined ? undefined : readJson(text);
  if (response.ok && body === undefined) return noAnswer;
  return { status: response.status, body, retryAfter: response.headers.get('retry-after') };
};

const basic = ({ keyId, keySecret }: RazorpayAccount): string =>
  `Basic ${Buffer.from(`${keyId}:${keySecret}`).toString('base64')}`;

const headersOf = (account: RazorpayAccount, request: RazorpayRequest): Record<string, string> => ({
  authorization: basic(account),
  ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
  ...(account.accountId === undefined ? {} : { 'x-razorpay-account': account.accountId }),
  ...request.headers,
});

/** Sends within a time limit and measures it (M-37); every failure of the network is `noAnswer`. */
const sendOnce = async (
  platform: RazorpayPlatform,
  account: RazorpayAccount,
  { request, timeoutMs }: { readonly request: RazorpayRequest; readonly timeoutMs: number },
): Promise<Received> => {
  const startedAt = platform.clock.now().epochMilliseconds;
  const answer = await platform
    .fetch(`${account.baseUrl}${request.path}`, {
      method: request.method,
      headers: headersOf(account, request),
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      // Credentials must not follow to another address.
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    .then(received)
    .catch(() => noAnswer);
  const latencyMs = platform.clock.now().epochMilliseconds - startedAt;
  platform.meter.provider({ provider: 'razorpay', call: request.call, status: answer.status, latencyMs });
  return answer;
};

const mostTries = 3;
const firstPauseMs = 250;
const longestPauseMs = 2_000;

/** Twice as long each time, the second half of it by chance, and not before the provider wants to be asked again. */
const pauseMs = (platform: RazorpayPlatform, turnedAway: number, retryAfter: string | null | undefined): number => {
  const chance = (platform.random.bytes(1)[0] ?? 0) / 255;
  const wanted = Number(retryAfter ?? 0) * 1000;
  const backOff = firstPauseMs * 2 ** (turnedAway - 1) * (1 + chance);
  return Math.min(longestPauseMs, Math.max(backOff, Number.isFinite(wanted) ? wanted : 0));
};

export type Send = (request: RazorpayRequest, timeLimit: TimeLimit) => Promise<RazorpayAnswer>;

/**
 * Requests of one account. One that is turned away for being too many (429) was not carried out, whatever it asks for:
 * it is sent again after a pause that grows, as long as the call has time.
 */
export const razorpayTransport =
  (platform: RazorpayPlatform, account: RazorpayAccount, { pause }: Pick<Pacer, 'pause'>): Send =>
  async (request, timeLimit) => {
    let answer = noAnswer;
    for (let tries = 1; tries <= mostTries; tries += 1) {
      const timeoutMs = timeLimit();
      if (timeoutMs === 0) break;
      answer = await sendOnce(platform, account, { request, timeoutMs });
      if (answer.status !== 429) break;
      if (tries < mostTries) await pause(pauseMs(platform, tries, answer.retryAfter));
    }
    return { status: answer.status, body: answer.body };
  };
