import { DomainError } from '../kernel/errors/domain-error.ts';

const maxAttempts = 5;

const isOutrun = (error: unknown): boolean => error instanceof DomainError && error.code === 'concurrent_change';

/**
 * Decides and commits, and once more by what stands there then when somebody else changed the mandate meanwhile: what a
 * customer says of its mandate must not fail because a debit was declined at that moment.
 * @throws ConcurrentChange after five tries
 */
export const untilUndisturbed = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isOutrun(error) || attempt === maxAttempts) throw error;
    }
  }
};
