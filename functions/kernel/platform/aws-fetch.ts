import type { HttpFetch } from './platform.ts';

const defaultTimeoutMs = 10_000;

/**
 * HTTP to the outside. A caller without a deadline of its own gets ten seconds, and a redirect is an error: the
 * addresses are settings, and a signed or encrypted body must not follow a stranger's hint.
 */
export const awsFetch = (): HttpFetch => async (url, init) =>
  fetch(url, { ...init, redirect: 'error', signal: init.signal ?? AbortSignal.timeout(defaultTimeoutMs) });
