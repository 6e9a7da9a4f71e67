import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { priceAll, priceStories, usdPerMillion } from '../../bench/cost-model.ts';

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

  it('B11 prices a story by everything that was counted of it, by the thousand', () => {
    const counts = {
      'whole debit: function runs': 20,
      'whole debit: write units': 100,
      'whole debit: timers fired': 2,
    };
    // 20 runs of 15 ms and 400 bytes of log each, 100 units, 2 schedules.
    const each = 20 * (0.2e-6 + 0.0075 * 0.0000133334 + 400 * 0.5e-9) + 100 * 0.625e-6 + 2 * 1e-6;
    const { figures, lines } = priceStories(sheet, counts);
    expect(figures).toEqual({ 'whole debit: USD per thousand': Math.ceil(each * 1_000_000) / 1_000 });
    expect(lines).toHaveLength(1);
  });

  it('B11 a state transition costs more in ap-south-1', () => {
    const used = {
      writeUnits: 0,
      readUnits: 0,
      functionRequests: 0,
      functionSeconds: 0,
      queueRequests: 0,
      logBytes: 0,
    };
    expect(usdPerMillion(sheet, { ...used, transitions: 10 }, 'list')).toBeCloseTo(250, 6);
    expect(usdPerMillion(sheet, { ...used, transitions: 10 }, 'region')).toBeCloseTo(285, 6);
  });
});
