import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readEnvironment, runsInLambda } from '../../../../functions/kernel/config/environment.ts';
import type { Capability } from '../../../../functions/kernel/platform/platform.ts';

const complete: Readonly<Record<string, string>> = {
  NODAL_STAGE: 'dev',
  NODAL_TABLE: 'nodal-dev',
  NODAL_MESSAGE_KEYS: '{"current":"msg-2026-1","keys":{"msg-2026-1":"arn:one","msg-2025-1":"arn:two"}}',
  NODAL_AUTHORITY_KEYS: '{"current":"ca-2026-1","keys":{"ca-2026-1":"arn:authority"}}',
  NODAL_TRUSTSTORE_BUCKET: 'nodal-dev-truststore-1',
  NODAL_SECRET_PREFIX: 'nodal/dev/',
  NODAL_QUEUES: '{"timers":"https://sqs.example/timers"}',
  NODAL_BUS: 'nodal-dev',
  NODAL_SCHEDULE_GROUP: 'nodal-dev',
  NODAL_SCHEDULE_ROLE_ARN: 'arn:role',
  NODAL_SCHEDULE_QUEUES: '{"timers":"arn:timers"}',
  NODAL_SCHEDULE_DLQ_ARN: 'arn:dlq',
  NODAL_WORKFLOWS: '{"card-issuance":"arn:machine"}',
  NODAL_FUNCTION_PREFIX: 'nodal-dev-',
  NODAL_USAGE_PLAN: 'nodal-dev-standard',
  NODAL_MAIL_SENDER: 'alerts@nodal.example',
  NODAL_MAIL_RECEIPTS: 'nodal-dev-mail',
  NODAL_SMS: '{"sender":"NODALP","entityId":"1","templateIds":{}}',
};
const everything: readonly Capability[] = [
  ...(['table', 'messageKeys', 'secrets', 'queues', 'bus', 'schedules'] as const),
  ...(['workflows', 'operations', 'usagePlans', 'mail', 'fetch'] as const),
  ...(['certificateAuthority', 'truststore', 'sms'] as const),
];

const failure = (read: () => unknown): string => {
  try {
    read();
    return 'no failure';
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : 'no error';
  }
};

describe('the environment of a function', () => {
  beforeEach(() => {
    for (const [name, value] of Object.entries(complete)) vi.stubEnv(name, value);
  });

  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('M-40 reads what every capability needs', () => {
    const environment = readEnvironment({ uses: everything, settings: [] });
    expect({ ...environment }).toEqual({
      stage: 'dev',
      settings: {},
      table: 'nodal-dev',
      messageKeys: { current: 'msg-2026-1', keys: { 'msg-2026-1': 'arn:one', 'msg-2025-1': 'arn:two' } },
      authorityKeys: { current: 'ca-2026-1', keys: { 'ca-2026-1': 'arn:authority' } },
      truststoreBucket: 'nodal-dev-truststore-1',
      secretPrefix: 'nodal/dev/',
      queues: { timers: 'https://sqs.example/timers' },
      bus: 'nodal-dev',
      schedules: {
        group: 'nodal-dev',
        roleArn: 'arn:role',
        queueArns: { timers: 'arn:timers' },
        deadLetterArn: 'arn:dlq',
      },
      workflows: { 'card-issuance': 'arn:machine' },
      functionPrefix: 'nodal-dev-',
      usagePlan: 'nodal-dev-standard',
      mailSender: 'alerts@nodal.example',
      mailReceipts: 'nodal-dev-mail',
      sms: { sender: 'NODALP', entityId: '1', templateIds: {} },
    });
  });

  it('M-40 reads settings under their own names and no other variable', () => {
    vi.stubEnv('API_BASE_URL', 'https://api.example');
    vi.stubEnv('STAFF_JWKS_URL', 'https://keys.example');
    expect(readEnvironment({ uses: [], settings: ['API_BASE_URL'] }).settings).toEqual({
      API_BASE_URL: 'https://api.example',
    });
  });

  it('M-40 fails for a capability that the declaration does not use, although its variable is set', () => {
    const environment = readEnvironment({ uses: ['bus'], settings: [] });
    expect(environment.bus).toBe('nodal-dev');
    expect(failure(() => environment.table)).toBe('EnvironmentError: the declaration does not use table');
    expect(failure(() => environment.schedules)).toContain('schedules');
  });

  it('M-40 names every missing variable at once', () => {
    vi.stubEnv('NODAL_TABLE', undefined);
    vi.stubEnv('NODAL_STAGE', '');
    expect(failure(() => readEnvironment({ uses: everything, settings: [] }))).toBe(
      'EnvironmentError: NODAL_STAGE is missing, NODAL_TABLE is missing',
    );
  });

  it('M-40 names missing settings', () => {
    expect(failure(() => readEnvironment({ uses: [], settings: ['API_BASE_URL', 'STAFF_TOKEN_ISSUER'] }))).toBe(
      'EnvironmentError: API_BASE_URL is missing, STAFF_TOKEN_ISSUER is missing',
    );
  });

  it.each([
    ['NODAL_QUEUES', 'hunter2-not-json'],
    ['NODAL_QUEUES', '["hunter2"]'],
    ['NODAL_QUEUES', '{"timers":"","x":"hunter2"}'],
    ['NODAL_WORKFLOWS', '{"card-issuance":2}'],
    ['NODAL_MESSAGE_KEYS', '{"current":"hunter2","keys":{}}'],
    ['NODAL_MESSAGE_KEYS', '{"current":"constructor","keys":{"a":"hunter2"}}'],
    ['NODAL_SCHEDULE_QUEUES', 'hunter2'],
  ])('M-40 names a malformed %s and never shows its value', (name, value) => {
    vi.stubEnv(name, value);
    expect(failure(() => readEnvironment({ uses: everything, settings: [] }))).toBe(
      `EnvironmentError: ${name} is malformed`,
    );
  });

  it('M-40 knows whether Lambda runs it', () => {
    expect(runsInLambda()).toBe(false);
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'nodal-dev-get-card');
    expect(runsInLambda()).toBe(true);
  });
});
