import { readAwsAccess } from '../config/aws-access.ts';
import type { Environment } from '../config/environment.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/clock.ts';
import { answered, isNamed } from './aws-client.ts';
import type { HotCall, HotService } from './aws-hot-call.ts';
import { hotCall } from './aws-hot-call.ts';
import type { SecretStore } from './platform.ts';
import type { ReadSecret } from './secret-cache.ts';
import { secretCache } from './secret-cache.ts';

export const hotSecretsManager: HotService = {
  name: 'secretsmanager',
  target: 'secretsmanager',
  contentType: 'application/x-amz-json-1.1',
  requestTimeoutMs: 700,
};

const reader =
  (call: HotCall): ReadSecret =>
  async (secretId, stage) => {
    try {
      const answer = await answered(call('GetSecretValue', { SecretId: secretId, VersionStage: stage }));
      const holds = typeof answer === 'object' && answer !== null && 'SecretString' in answer;
      return holds && typeof answer.SecretString === 'string' ? answer.SecretString : undefined;
    } catch (error) {
      if (stage === 'AWSPREVIOUS' && isNamed(error, 'ResourceNotFoundException')) return undefined;
      throw error;
    }
  };

/** Secrets in Secrets Manager over its JSON protocol, below a prefix. @param clock real time */
export const hotSecretStore = (call: HotCall, prefix: string, clock: Clock): SecretStore =>
  secretCache(reader(call), prefix, clock);

export const awsHotSecrets = (environment: Environment): SecretStore =>
  hotSecretStore(hotCall(readAwsAccess(), hotSecretsManager), environment.secretPrefix, systemClock);
