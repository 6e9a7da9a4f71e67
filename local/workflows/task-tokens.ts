import { randomUUID } from 'node:crypto';

/** A failure by the name that Retry and Catch match. */
export class NamedFailure extends Error {
  constructor(name: string, cause: string) {
    super(cause);
    this.name = name;
  }
}

/** Task tokens that executions wait for. */
export interface TaskTokens {
  make(): string;
  /** Waits until the token is answered. @throws NamedFailure when the answer is a failure */
  wait(token: string): Promise<unknown>;
  /** @returns false when nobody waits for the token */
  succeed(token: string, output: unknown): boolean;
  fail(token: string, failure: NamedFailure): boolean;
}

export const taskTokens = (): TaskTokens => {
  const waiting = new Map<string, PromiseWithResolvers<unknown>>();
  const take = (token: string): PromiseWithResolvers<unknown> | undefined => {
    const found = waiting.get(token);
    waiting.delete(token);
    return found;
  };
  return {
    make: () => `local-${randomUUID()}${randomUUID()}`,
    wait: (token) => {
      const promise = Promise.withResolvers<unknown>();
      // Answered before anybody awaits it: the failure is still reported where it is awaited.
      promise.promise.catch(() => undefined);
      waiting.set(token, promise);
      return promise.promise;
    },
    succeed: (token, output) => {
      const found = take(token);
      found?.resolve(output);
      return found !== undefined;
    },
    fail: (token, failure) => {
      const found = take(token);
      found?.reject(failure);
      return found !== undefined;
    },
  };
};
