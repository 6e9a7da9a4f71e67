import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Environment } from '../config/environment.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/clock.ts';
import { answered, clientSettings, isNamed } from './aws-client.ts';
import type { SecretStore } from './platform.ts';
import type { ReadSecret } from './secret-cache.ts';
import { secretCache } from './secret-cache.ts';

const reader =
  (client: SecretsManagerClient): ReadSecret =>
  async (secretId, stage) => {
    try {
      const command = new GetSecretValueCommand({ SecretId: secretId, VersionStage: stage });
      const { SecretString } = await answered(client.send(command));
      return SecretString;
    } catch (error) {
      if (stage === 'AWSPREVIOUS' && isNamed(error, 'ResourceNotFoundException')) return undefined;
      throw error;
    }
  };

/** Secrets in Secrets Manager, below a prefix. @param clock real time */
export const secretsManagerStore = (client: SecretsManagerClient, prefix: string, clock: Clock): SecretStore =>
  secretCache(reader(client), prefix, clock);

export const awsSecrets = (environment: Environment): SecretStore =>
  secretsManagerStore(
    new SecretsManagerClient(clientSettings({ attempts: 3, requestTimeoutMs: 2000 })),
    environment.secretPrefix,
    systemClock,
  );
