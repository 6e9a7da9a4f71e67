import { lookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import type { AddressGuard } from './address-guard.ts';

/** All addresses of a name. @throws Error when it has none */
export type Resolver = (hostname: string) => Promise<readonly string[]>;

const systemResolver: Resolver = async (hostname) =>
  (await lookup(hostname, { all: true })).map(({ address }) => address);

/** A JSON body to a tenant's server. */
export interface OutboundPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For all of it: name, connection, request and what is read of the answer. Whole milliseconds, 0 or more. */
  readonly timeoutMs: number;
  /** Bytes of the answer's body that are read; absent: it is not read at all. */
  readonly readAtMost?: number;
}

export type PostOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly retryAfter?: string | undefined;
      /** Absent when it was not to be read, or was longer than that. */
      readonly body?: string;
    }
  | { readonly kind: 'failed'; readonly reason: 'timed_out' | 'unreachable' | 'address_refused' };

/** Posts to a tenant's server. Whatever goes wrong outside is an outcome, not an error. */
export type GuardedPost = (post: OutboundPost) => Promise<PostOutcome>;

const failed = (reason: Extract<PostOutcome, { kind: 'failed' }>['reason']): PostOutcome => ({
  kind: 'failed',
  reason,
});

/** Answers with the one address that was checked, whatever the name would resolve to by now. */
const pinned =
  (address: string): LookupFunction =>
  (_hostname, options, done) => {
    const family = isIP(address);
    if (options.all === true) done(null, [{ address, family }]);
    else done(null, address, family);
  };

/** Rejects when time is up: a name server cannot be told to stop. */
const within = <Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(new Error('time is up'));
    };
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });

/** @returns undefined when there is more than that */
const textOf = async (answer: AsyncIterable<Uint8Array>, atMost: number): Promise<string | undefined> => {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of answer) {
    length += part.length;
    if (length > atMost) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
};

const outcomeOf = async (answer: IncomingMessage, readAtMost: number | undefined): Promise<PostOutcome> => {
  try {
    const body = readAtMost === undefined ? undefined : await textOf(answer, readAtMost);
    const { statusCode = 0, headers } = answer;
    return {
      kind: 'answered',
      status: statusCode,
      retryAfter: headers['retry-after'],
      ...(body === undefined ? {} : { body }),
    };
  } finally {
    answer.destroy();
  }
};

interface Sending extends Pick<OutboundPost, 'headers' | 'body' | 'readAtMost'> {
  readonly url: URL;
  readonly address: string;
  readonly signal: AbortSignal;
}

const exchange = ({ url, address, headers, body, signal, readAtMost }: Sending): Promise<PostOutcome> =>
  new Promise((resolve, reject) => {
    const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const outgoing = start(url, {
      method: 'POST',
      // A connection of its own each time: a kept one would outlive the check of its address.
      agent: false,
      lookup: pinned(address),
      headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      signal,
    });
    outgoing.once('response', (answer) => {
      outcomeOf(answer, readAtMost).then(resolve, reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });

const literal = (hostname: string): string => hostname.replace(/^\[(?<address>.*)\]$/u, '$<address>');

/**
 * Posts to tenants' servers, and to nothing else. Before every request the name is resolved anew, every address it
 * has must be allowed, and the connection goes to an address that was checked: a name that changes its mind in
 * between (DNS rebinding) changes nothing. Redirects are answers, not followed.
 */
export const guardedPost = ({
  guard,
  resolve = systemResolver,
}: {
  readonly guard: AddressGuard;
  readonly resolve?: Resolver | undefined;
}): GuardedPost => {
  const addressesOf = async (hostname: string): Promise<readonly string[]> => {
    const address = literal(hostname);
    return isIP(address) === 0 ? resolve(hostname) : [address];
  };
  const send = async (url: URL, message: Omit<Sending, 'url' | 'address'>): Promise<PostOutcome> => {
    const addresses = await within(message.signal, addressesOf(url.hostname));
    const [address] = addresses;
    if (address === undefined) return failed('unreachable');
    if (!addresses.every((one) => guard.allowsAddress(one))) return failed('address_refused');
    // The setting may be stricter than the one under which the URL was taken.
    if (url.protocol !== 'https:' && !guard.loopbackAllowed) return failed('address_refused');
    return exchange({ url, address, ...message });
  };
  return async ({ url, timeoutMs, ...message }) => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      return await send(new URL(url), { ...message, signal });
    } catch {
      // Refused, reset, no such name, no valid certificate: the tenant's side in every case.
      return failed(signal.aborted ? 'timed_out' : 'unreachable');
    }
  };
};
