import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Environment } from '../config/environment.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/clock.ts';
import { answered, clientSettings, isNamed } from './aws-client.ts';
import type { SecretStore } from './platform.ts';

const cacheMilliseconds = 5 * 60 * 1000;

type Values = readonly [string, ...string[]];

interface Cached {
  readonly values: Promise<Values>;
  readonly readAtMs: number;
}

const readVersion = async (
  client: SecretsManagerClient,
  secretId: string,
  stage: 'AWSCURRENT' | 'AWSPREVIOUS',
): Promise<string> => {
  const command = new GetSecretValueCommand({ SecretId: secretId, VersionStage: stage });
  const { SecretString } = await answered(client.send(command));
  if (SecretString === undefined || SecretString === '') throw new Error(`secret ${secretId} holds no text`);
  return SecretString;
};

const readPrevious = async (client: SecretsManagerClient, secretId: string): Promise<string | undefined> => {
  try {
    return await readVersion(client, secretId, 'AWSPREVIOUS');
  } catch (error) {
    // A secret that was never rotated has no previous version.
    if (isNamed(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
};

const read = async (client: SecretsManagerClient, secretId: string): Promise<Values> => {
  const [current, previous] = await Promise.all([
    readVersion(client, secretId, 'AWSCURRENT'),
    readPrevious(client, secretId),
  ]);
  return previous === undefined || previous === current ? [current] : [current, previous];
};

/**
 * Secrets by name below a prefix, kept for five minutes of real time: a rotated secret works at once for those who
 * verify (both versions are live) and is used for signing within five minutes.
 */
export const secretsManagerStore = (client: SecretsManagerClient, prefix: string, clock: Clock): SecretStore => {
  const cache = new Map<string, Cached>();
  return {
    values: async (name) => {
      const nowMs = clock.now().epochMilliseconds;
      const known = cache.get(name);
      if (known !== undefined && nowMs - known.readAtMs < cacheMilliseconds) return known.values;
      const values = read(client, `${prefix}${name}`);
      cache.set(name, { values, readAtMs: nowMs });
      return values.catch((error: unknown) => {
        cache.delete(name);
        throw error;
      });
    },
  };
};

export const awsSecrets = (environment: Environment): SecretStore =>
  secretsManagerStore(
    new SecretsManagerClient(clientSettings({ attempts: 3, requestTimeoutMs: 2000 })),
    environment.secretPrefix,
    systemClock,
  );
