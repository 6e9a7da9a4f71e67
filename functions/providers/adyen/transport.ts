import * as z from 'zod';
import type { AdyenPlatform } from './adyen-platform.ts';
import type { TimeLimit } from '../execute-loop.ts';
import { adyenUrl } from './settings.ts';

/** What Adyen says when it refuses, in its own problem format; whatever else it says is not read. */
const problemSchema = z.object({
  errorCode: z.string().optional(),
  invalidFields: z.array(z.object({ name: z.string().optional() })).optional(),
});

export type AdyenProblem = z.output<typeof problemSchema>;

/** No success. `status` is 0 when no answer came, or none that can be trusted. Its text is left out: it may quote data. */
export class AdyenUnsuccessful extends Error {
  override name = 'AdyenUnsuccessful';
  readonly status: number;
  readonly problem: AdyenProblem;
  /** Adyen says that the same request may be sent again: another one with this key is still being worked on. */
  readonly isTransient: boolean;

  constructor(status: number, problem: AdyenProblem = {}, isTransient = false) {
    super(`Adyen answered with status ${status}`);
    this.status = status;
    this.problem = problem;
    this.isTransient = isTransient;
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly isTransient: boolean;
}

const noAnswer: Answer = { status: 0, text: '', isTransient: false };

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which may be card data.
    return undefined;
  }
};

const toText = ({ status, text, isTransient }: Answer): string => {
  const body = readJson(text);
  if (status >= 200 && status < 300) {
    if (text !== '' && body === undefined) throw new AdyenUnsuccessful(0);
    return text;
  }
  const problem = problemSchema.safeParse(body);
  throw new AdyenUnsuccessful(status, problem.success ? problem.data : {}, isTransient);
};

/** A request as Adyen's library hands it over. */
export interface LibraryRequest {
  readonly endpoint: string;
  readonly json: string;
  readonly method: string;
  readonly query: URLSearchParams;
  readonly idempotencyKey: string | undefined;
}

/** Where the library sends to by itself; the stage says where it really goes. */
const libraryBase = /^https:\/\/[^/]+\/bcl\/v\d+/;

/**
 * Sends what the library made through the platform's own `fetch`, within the time limit, and measures it (M-37).
 * The library's client would bring its own sockets, no time limit for a whole call and no measure.
 * @throws AdyenUnsuccessful for everything that is no success
 */
export const adyenTransport =
  (platform: AdyenPlatform, call: string, timeLimit: TimeLimit) =>
  async ({ endpoint, json, method, query, idempotencyKey }: LibraryRequest): Promise<string> => {
    const timeoutMs = timeLimit();
    if (timeoutMs === 0) throw new AdyenUnsuccessful(0);
    const [apiKey] = await platform.secrets.values('adyen-api-key');
    const search = query.size === 0 ? '' : `?${query.toString()}`;
    const url = `${adyenUrl(platform.settings)}${endpoint.replace(libraryBase, '')}${search}`;
    const startedAt = platform.clock.now().epochMilliseconds;
    const answer = await platform
      .fetch(url, {
        method,
        headers: {
          'content-type': 'application/json',
          'x-api-key': apiKey,
          ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
        },
        ...(method === 'GET' ? {} : { body: json }),
        // The key must not follow to another address.
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      })
      .then(async (response) => ({
        status: response.status,
        text: await response.text(),
        isTransient: response.headers.get('transient-error') === 'true',
      }))
      .catch(() => noAnswer);
    const latencyMs = platform.clock.now().epochMilliseconds - startedAt;
    platform.meter.provider({ provider: 'adyen', call, status: answer.status, latencyMs });
    return toText(answer);
  };
