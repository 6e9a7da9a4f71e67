import { describe, expect, it } from 'vitest';
import { callsInRound, inFlight, interleaved, rounds } from '../../bench/interleaved.ts';

describe('interleaved measurement', () => {
  it('B2 B3 B14 measures calls in turn, the other way round in every second round, each as often', async () => {
    const cpu = { client: 0, server: 0 };
    const order: string[] = [];
    let [open, most] = [0, 0];
    const call = (name: string, seconds: number) => async () => {
      open += 1;
      most = Math.max(most, open);
      if (order.at(-1) !== name) order.push(name);
      cpu.client += seconds;
      cpu.server += 2 * seconds;
      await Promise.resolve();
      open -= 1;
    };
    const costs = await interleaved([call('one', 0.001), call('two', 0.003)], () => ({ ...cpu }));

    expect(costs.map((each) => each.length)).toEqual([rounds, rounds]);
    for (const [place, each] of costs.entries()) {
      for (const { client, server } of each) {
        expect(client).toBeCloseTo(place === 0 ? 1 : 3, 6);
        expect(server).toBeCloseTo(place === 0 ? 2 : 6, 6);
      }
    }
    // One round each to warm up; where a round ends with the call that the next begins with, the two look like one.
    expect(order.slice(0, 5)).toEqual(['one', 'two', 'one', 'two', 'one']);
    expect(cpu.client).toBeCloseTo((rounds + 1) * callsInRound * 0.004, 6);
    expect(most).toBe(inFlight);
  });
});
