import { describe, expect, it } from 'vitest';
import { authorizationBudget, deadlineOf, systemPacer } from '../../../../functions/kernel/time/pacer.ts';

const never = (): Promise<never> => new Promise(() => undefined);

describe("The machine's pacer", () => {
  it('waits, and says for how long', async () => {
    const before = systemPacer.elapsed();
    await systemPacer.pause(20);
    expect(systemPacer.elapsed() - before).toBeGreaterThan(15);
  });

  it('waits for work no longer than it may', async () => {
    expect(await systemPacer.within(1_000, Promise.resolve(7))).toEqual({ value: 7 });
    expect(await systemPacer.within(1_000, Promise.resolve(undefined))).toEqual({ value: undefined });
    expect(await systemPacer.within(5, never())).toBeUndefined();
    expect(await systemPacer.within(-5, never())).toBeUndefined();
    await expect(systemPacer.within(1_000, Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  });

  it("counts a deadline from the caller's first moment", () => {
    expect(deadlineOf(100, authorizationBudget)).toEqual({ retryUntil: 900, stopAt: 1600 });
  });
});
