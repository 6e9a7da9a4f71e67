import { describe, expect, it } from 'vitest';
import type { HttpFetch } from '../../functions/kernel/platform/platform.ts';
import { patientFetch } from '../../local/patient-fetch.ts';

/** Answers whether the request was given up already. */
const given = (): { readonly signals: (AbortSignal | null | undefined)[]; readonly send: HttpFetch } => {
  const signals: (AbortSignal | null | undefined)[] = [];
  const send: HttpFetch = async (_url, { signal }) => {
    signals.push(signal);
    return new Response();
  };
  return { signals, send };
};

describe('patientFetch', () => {
  it('gives the twin its own time and everybody else the caller’s', async () => {
    const { signals, send } = given();
    const fetch = patientFetch('http://127.0.0.1:1/twin', 60_000, send);
    const signal = AbortSignal.abort();
    await fetch('http://127.0.0.1:1/twin/issuer/v1/cards', { signal });
    await fetch('http://127.0.0.1:1/another', { signal });
    expect(signals.map((each) => each?.aborted)).toEqual([false, true]);
    expect(signals[1]).toBe(signal);
  });
});
