import { describe, expect, it } from 'vitest';
import {
  drawCallFault,
  drawWebhookFault,
  faultKinds,
} from '../../../../../functions/sandbox/sandbox-twin/faults/fault.ts';
import { seeded } from '../../../../support/seeded.ts';

const draws = (seed: number, rate: number, count: number) => {
  const dice = seeded(seed);
  return Array.from({ length: count }, () => drawCallFault({ rate, kinds: faultKinds }, dice));
};

describe('Faults are drawn', () => {
  it('the same from the same randomness', () => {
    expect(draws(11, 0.5, 50)).toEqual(draws(11, 0.5, 50));
    expect(draws(11, 0.5, 50)).not.toEqual(draws(12, 0.5, 50));
  });

  it('never at rate 0, always at rate 1, about half the time at one half', () => {
    const hits = (rate: number) => draws(3, rate, 1_000).filter((fault) => fault !== undefined).length;
    expect([hits(0), hits(1)]).toEqual([0, 1_000]);
    expect(hits(0.5)).toBeGreaterThan(430);
    expect(hits(0.5)).toBeLessThan(570);
  });

  it('of every kind that a call can have, before and after the work', () => {
    const seen = new Set(
      draws(5, 1, 200).map((fault) => (fault?.kind === 'latency' ? 'latency' : `${fault?.kind} ${fault?.work}`)),
    );
    expect(seen).toEqual(
      new Set(['latency', 'timeout done', 'timeout not_done', 'http_500 done', 'http_500 not_done']),
    );
  });

  it('with delays from 250 ms to below 1,250 ms', () => {
    const delays = draws(9, 1, 300).flatMap((fault) => (fault?.kind === 'latency' ? [fault.delayMs] : []));
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(250);
    expect(Math.max(...delays)).toBeLessThan(1_250);
  });

  it('only of the kinds that are planned, calls and webhooks apart', () => {
    const dice = seeded(1);
    expect(drawCallFault({ rate: 1, kinds: ['duplicate', 'reorder', 'drop'] }, dice)).toBeUndefined();
    expect(drawWebhookFault({ rate: 1, kinds: ['timeout', 'http_500', 'latency'] }, dice)).toBeUndefined();
    expect(drawWebhookFault({ rate: 1, kinds: ['reorder'] }, dice)).toBe('reorder');
    expect(drawWebhookFault({ rate: 1, kinds: ['drop'] }, dice)).toBe('drop');
    expect(drawCallFault({ rate: 1, kinds: ['http_500'] }, dice)?.kind).toBe('http_500');
  });
});
