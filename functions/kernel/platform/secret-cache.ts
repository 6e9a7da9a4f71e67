import type { Clock } from '../time/clock.ts';
import type { SecretStore } from './platform.ts';

const cacheMilliseconds = 5 * 60 * 1000;

type Values = readonly [string, ...string[]];

export type SecretStage = 'AWSCURRENT' | 'AWSPREVIOUS';

/**
 * Reads one version of a secret; undefined when a current secret holds no text or there is no previous one.
 * @throws TemporarilyUnavailable when the service does not answer
 */
export type ReadSecret = (secretId: string, stage: SecretStage) => Promise<string | undefined>;

interface Cached {
  readonly values: Promise<Values>;
  readonly readAtMs: number;
}

const readBoth = async (read: ReadSecret, secretId: string): Promise<Values> => {
  // A secret that was never rotated has no previous version.
  const [current, previous] = await Promise.all([read(secretId, 'AWSCURRENT'), read(secretId, 'AWSPREVIOUS')]);
  if (current === undefined || current === '') throw new Error(`secret ${secretId} holds no text`);
  return previous === undefined || previous === '' || previous === current ? [current] : [current, previous];
};

/**
 * Secrets by name below a prefix, kept for five minutes of real time: a rotated secret works at once for those who
 * verify (both versions are live) and is used for signing within five minutes.
 */
export const secretCache = (read: ReadSecret, prefix: string, clock: Clock): SecretStore => {
  const cache = new Map<string, Cached>();
  return {
    values: async (name) => {
      const nowMs = clock.now().epochMilliseconds;
      const known = cache.get(name);
      if (known !== undefined && nowMs - known.readAtMs < cacheMilliseconds) return known.values;
      const values = readBoth(read, `${prefix}${name}`);
      cache.set(name, { values, readAtMs: nowMs });
      return values.catch((error: unknown) => {
        cache.delete(name);
        throw error;
      });
    },
  };
};
