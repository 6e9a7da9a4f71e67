import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 250;

/**
 * Asks again until there is an answer.
 * @param look undefined: not yet
 * @throws Error that says what did not come, and `seen` last, after `withinMs`
 */
export const eventually = async <Found>(
  what: string,
  look: () => Promise<Found | undefined>,
  withinMs = 30_000,
): Promise<Found> => {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() >= deadline) throw new Error(`${what} did not come within ${withinMs} ms`);
    await sleep(pollMs);
  }
};
