import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import type { AddressGuard } from '../ports/address-guard.ts';
import type { SendOutcome, WebhookSender } from '../ports/webhook-sender.ts';
import { signedHeaders } from './standard-signature.ts';

/** All addresses of a name. @throws Error when it has none */
export type Resolver = (hostname: string) => Promise<readonly string[]>;

const systemResolver: Resolver = async (hostname) =>
  (await lookup(hostname, { all: true })).map(({ address }) => address);

const defaultTimeoutMs = 15_000;

interface Options {
  readonly guard: AddressGuard;
  readonly resolve?: Resolver;
  readonly timeoutMs?: number;
}

const failed = (reason: Extract<SendOutcome, { kind: 'failed' }>['reason']): SendOutcome => ({
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

interface Post {
  readonly url: URL;
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

/** Status line and headers are the answer; its body is not read. */
const post = ({ url, address, headers, body, signal }: Post): Promise<SendOutcome> =>
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
      resolve({ kind: 'answered', status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] });
      answer.destroy();
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });

const literal = (hostname: string): string => hostname.replace(/^\[(?<address>.*)\]$/u, '$<address>');

/**
 * Posts to tenants' endpoints, and to nothing else. Before every request the name is resolved anew, every address it
 * has must be allowed, and the connection goes to an address that was checked: a name that changes its mind in
 * between (DNS rebinding) changes nothing. Redirects are answers, not followed. 15 seconds are for all of it.
 */
export const guardedSender = ({
  guard,
  resolve = systemResolver,
  timeoutMs = defaultTimeoutMs,
}: Options): WebhookSender => {
  const addressesOf = async (hostname: string): Promise<readonly string[]> => {
    const address = literal(hostname);
    return isIP(address) === 0 ? resolve(hostname) : [address];
  };
  const send = async (url: URL, message: Pick<Post, 'headers' | 'body' | 'signal'>): Promise<SendOutcome> => {
    const addresses = await within(message.signal, addressesOf(url.hostname));
    const [address] = addresses;
    if (address === undefined) return failed('unreachable');
    if (!addresses.every((one) => guard.allowsAddress(one))) return failed('address_refused');
    // The setting may be stricter than the one under which the endpoint was made.
    if (url.protocol !== 'https:' && !guard.loopbackAllowed) return failed('address_refused');
    return post({ url, address, ...message });
  };
  return {
    post: async ({ url, ...request }) => {
      const message = { headers: signedHeaders(request), body: request.body };
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        return await send(new URL(url), { ...message, signal });
      } catch {
        // Refused, reset, no such name, no valid certificate: the tenant's side in every case.
        return failed(signal.aborted ? 'timed_out' : 'unreachable');
      }
    },
  };
};
