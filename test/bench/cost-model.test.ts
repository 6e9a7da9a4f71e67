import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { priceAll, usdPerMillion } from '../../bench/cost-model.ts';

type Sheet = Parameters<typeof usdPerMillion>[0];

// The sheet's own schema reads it in the benchmark.
const sheet = JSON.parse(readFileSync(new URL('../../bench/prices.json', import.meta.url), 'utf8')) as Sheet;

describe('the cost model', () => {
  it('B11 prices a transaction of two items behind a Function URL at 3.00 USD per million', () => {
    const used = {
      writeUnits: 4,
      readUnits: 0,
      functionRequests: 1,
      functionSeconds: 0.015,
      queueRequests: 0,
      logBytes: 400,
    };
    expect(usdPerMillion(sheet, used, 'list')).toBeCloseTo(3, 2);
    expect(usdPerMillion(sheet, used, 'region')).toBeGreaterThan(3.2);
  });

  it('B11 adds a queue and its worker for an event that is acknowledged first', () => {
    const counts = {
      'processIssuerEvent (reversal): write units': 4,
      'processIssuerEvent (reversal): read units': 0,
    };
    const { figures } = priceAll(sheet, counts);
    expect(figures['processIssuerEvent (reversal): USD per million']).toBeGreaterThan(3.5);
    expect(figures['processIssuerEvent (reversal): USD per million']).toBeLessThan(4);
  });

  it('B11 prices what was counted, and nothing else', () => {
    expect(priceAll(sheet, {}).figures).toEqual({});
    const counts = { 'loadBalance (program): write units': 4, 'loadBalance (program): read units': 0 };
    expect(priceAll(sheet, counts).figures).toEqual({ 'loadBalance (program): USD per million': 3.01 });
  });
});
