import { awsFetch } from '../functions/kernel/platform/aws-fetch.ts';
import type { HttpFetch } from '../functions/kernel/platform/platform.ts';

/**
 * HTTP that gives one address more time than its callers would. For tests that play many stories at once: the provider
 * twin is in the same process, so that a busy machine looks to a caller like a provider that does not answer.
 * @param to the start of every URL that is meant
 * @param patienceMs as their callers say when undefined
 */
export const patientFetch = (
  to: string | undefined,
  patienceMs: number | undefined,
  send: HttpFetch = awsFetch(),
): HttpFetch => {
  if (to === undefined || patienceMs === undefined) return send;
  return (url, init) => send(url, url.startsWith(to) ? { ...init, signal: AbortSignal.timeout(patienceMs) } : init);
};
