import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { secretsManagerStore } from '../../../../functions/kernel/platform/aws-secrets.ts';
import { awsError, temporarilyUnavailable } from '../../../support/aws-errors.ts';

const manager = mockClient(SecretsManagerClient);
afterAll(() => manager.restore());
const SecretId = 'nodal/dev/api-key-pepper';
const start = Temporal.Instant.from('2026-11-21T10:00:00Z');
let now = start;
const store = () => secretsManagerStore(new SecretsManagerClient({}), 'nodal/dev/', { now: () => now });

beforeEach(() => {
  manager.reset();
  now = start;
  manager.on(GetSecretValueCommand, { SecretId, VersionStage: 'AWSCURRENT' }).resolves({ SecretString: 'new' });
  manager.on(GetSecretValueCommand, { SecretId, VersionStage: 'AWSPREVIOUS' }).resolves({ SecretString: 'old' });
});

describe('secrets in Secrets Manager', () => {
  it('I17 answers the current and the previous value, newest first', async () => {
    expect(await store().values('api-key-pepper')).toEqual(['new', 'old']);
  });

  it('I17 answers one value for a secret that was never rotated', async () => {
    manager
      .on(GetSecretValueCommand, { SecretId, VersionStage: 'AWSPREVIOUS' })
      .rejects(awsError('ResourceNotFoundException'));
    expect(await store().values('api-key-pepper')).toEqual(['new']);
  });

  it('I17 reads once in five minutes, also for callers at the same time, and again after', async () => {
    const secrets = store();
    await Promise.all([secrets.values('api-key-pepper'), secrets.values('api-key-pepper')]);
    now = start.add({ minutes: 4, seconds: 59 });
    await secrets.values('api-key-pepper');
    expect(manager.calls()).toHaveLength(2);
    now = start.add({ minutes: 5 });
    manager.on(GetSecretValueCommand, { SecretId, VersionStage: 'AWSCURRENT' }).resolves({ SecretString: 'newer' });
    expect(await secrets.values('api-key-pepper')).toEqual(['newer', 'old']);
  });

  it('I17 does not keep a failure', async () => {
    manager
      .on(GetSecretValueCommand, { SecretId, VersionStage: 'AWSCURRENT' })
      .rejectsOnce(awsError('InternalServiceError', 500))
      .resolves({ SecretString: 'new' });
    const secrets = store();
    await expect(secrets.values('api-key-pepper')).rejects.toMatchObject(temporarilyUnavailable);
    expect(await secrets.values('api-key-pepper')).toEqual(['new', 'old']);
  });

  it('M-40 refuses a secret without text', async () => {
    manager.on(GetSecretValueCommand, { SecretId, VersionStage: 'AWSCURRENT' }).resolves({});
    await expect(store().values('api-key-pepper')).rejects.toThrow('holds no text');
  });

  it('M-40 does not take a missing secret for an empty one', async () => {
    manager
      .on(GetSecretValueCommand, { SecretId, VersionStage: 'AWSCURRENT' })
      .rejects(awsError('ResourceNotFoundException'));
    await expect(store().values('api-key-pepper')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
