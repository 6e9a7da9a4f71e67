const longestMs = 2 ** 31 - 1;

/**
 * setTimeout for any duration: the built-in one fires at once beyond 24.8 days.
 * The timer does not keep the process alive.
 * @returns cancels it
 */
export const longTimeout = (run: () => void, delayMs: number): (() => void) => {
  const arm = (left: number): NodeJS.Timeout =>
    setTimeout(
      () => {
        if (left <= longestMs) run();
        else timer = arm(left - longestMs);
      },
      Math.min(Math.max(0, left), longestMs),
    ).unref();
  let timer = arm(delayMs);
  return () => clearTimeout(timer);
};
