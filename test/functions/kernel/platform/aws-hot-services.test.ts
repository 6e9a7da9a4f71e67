import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { readAwsAccess } from '../../../../functions/kernel/config/aws-access.ts';
import { readEnvironment } from '../../../../functions/kernel/config/environment.ts';
import { awsHotMessageKeys } from '../../../../functions/kernel/platform/aws-hot-message-keys.ts';
import { awsHotQueues } from '../../../../functions/kernel/platform/aws-hot-queues.ts';
import { awsHotSecrets } from '../../../../functions/kernel/platform/aws-hot-secrets.ts';
import { awsHotTable } from '../../../../functions/kernel/platform/aws-hot-table.ts';
import { temporarilyUnavailable } from '../../../support/aws-errors.ts';
import type { FaultyServer, ServerFault } from '../../../support/faulty-server.ts';
import { startFaultyServer } from '../../../support/faulty-server.ts';

let server: FaultyServer;

beforeAll(async () => {
  server = await startFaultyServer();
});
afterAll(() => server.stop());

beforeEach(() => {
  const variables = {
    NODAL_STAGE: 'dev',
    NODAL_TABLE: 'nodal-dev',
    NODAL_SECRET_PREFIX: 'nodal/dev/',
    NODAL_MESSAGE_KEYS: '{"current":"msg-1","keys":{"msg-1":"arn:aws:kms:key-1","msg-0":"arn:aws:kms:key-0"}}',
    NODAL_QUEUES: '{"issuer-events":"https://sqs.example/issuer-events"}',
    AWS_REGION: 'ap-south-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    AWS_SESSION_TOKEN: 'session',
    AWS_ENDPOINT_URL: server.endpoint,
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const environment = () => readEnvironment({ uses: ['table', 'secrets', 'queues', 'messageKeys'], settings: [] });
const ok = (body: object) =>
  ({ kind: 'answer', status: 200, body: JSON.stringify(body) }) as const satisfies ServerFault;
const refused = (name: string, status = 400): ServerFault => ({
  kind: 'answer',
  status,
  body: JSON.stringify({ __type: name, message: 'a message that may quote data' }),
});
/** Plans, does it, and waits until every planned fault is used up: a read of two versions ends with the first failure. */
const withFaults = async (faults: readonly ServerFault[], does: () => Promise<void>): Promise<void> => {
  const before = server.seen.length;
  server.plan(...faults);
  await does();
  await vi.waitFor(() => {
    expect(server.seen).toHaveLength(before + faults.length);
  });
};
const last = () => {
  const { target, body, headers } = server.seen.at(-1) ?? { target: '', body: '{}', headers: {} };
  return { target, input: JSON.parse(body) as unknown, headers };
};

describe('what Lambda says about AWS', () => {
  it('M-40 is read from its variables', () => {
    expect(readAwsAccess()).toEqual({
      region: 'ap-south-1',
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'not-a-secret',
      sessionToken: 'session',
      endpoint: server.endpoint,
    });
    vi.stubEnv('AWS_SESSION_TOKEN', '');
    vi.stubEnv('AWS_ENDPOINT_URL', undefined);
    expect(Object.keys(readAwsAccess())).toEqual(['region', 'accessKeyId', 'secretAccessKey']);
  });

  it.each(['AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])('M-40 must name %s', (name) => {
    vi.stubEnv(name, undefined);
    expect(readAwsAccess).toThrow(`${name} is missing`);
  });
});

describe('a hand-signed request', () => {
  it('M-40 is signed for service and region, with the session, over its target', async () => {
    server.plan(ok({ Item: { pk: { S: 'a' }, sk: { S: 'b' } } }));
    expect(await awsHotTable(environment()).get({ pk: 'a', sk: 'b' })).toEqual({ pk: 'a', sk: 'b' });
    const { target, input, headers } = last();
    expect(target).toBe('DynamoDB_20120810.GetItem');
    expect(input).toEqual({ TableName: 'nodal-dev', Key: { pk: { S: 'a' }, sk: { S: 'b' } }, ConsistentRead: true });
    expect(headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/ap-south-1\/dynamodb\/aws4_request, SignedHeaders=content-length;content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature=[0-9a-f]{64}$/,
    );
    expect(headers['x-amz-security-token']).toBe('session');
    expect(headers['content-type']).toBe('application/x-amz-json-1.0');
  });

  it('M-38 fails without what the service wrote about it', async () => {
    server.plan(refused('com.amazonaws.dynamodb.v20120810#ValidationException'));
    const failing = awsHotTable(environment()).get({ pk: 'a', sk: 'b' });
    await expect(failing).rejects.toThrow(/^ValidationException from AWS$/);
  });

  it('I5 an error without a name, and a success that is cut off, tell nothing', async () => {
    const table = awsHotTable(environment());
    for (const fault of [ok({}), { kind: 'answer', status: 200, body: '{"Item":' } as const]) {
      server.plan(fault, fault);
      const outcome = await table.transact([{ kind: 'put', item: { pk: 'a', sk: 'b' } }], 't');
      expect(outcome.kind).toBe(fault.body === '{}' ? 'committed' : 'unknown');
    }
    server.plan({ kind: 'answer', status: 400, body: '{}' }, { kind: 'answer', status: 400, body: '{}' });
    expect(await table.transact([{ kind: 'put', item: { pk: 'a', sk: 'b' } }], 't')).toEqual({ kind: 'unknown' });
  });
});

describe('secrets over the JSON protocol', () => {
  it('I17 answers both live values once, newest first, and keeps them', async () => {
    const secrets = awsHotSecrets(environment());
    server.plan(ok({ SecretString: 'new' }), ok({ SecretString: 'old' }));
    expect(await secrets.values('issuer-webhook-signing')).toHaveLength(2);
    const before = server.seen.length;
    expect([...(await secrets.values('issuer-webhook-signing'))].sort()).toEqual(['new', 'old']);
    expect(server.seen).toHaveLength(before);
    const stages = server.seen.slice(-2).map(({ body }) => JSON.parse(body) as { VersionStage: string });
    expect(stages.map(({ VersionStage }) => VersionStage).sort()).toEqual(['AWSCURRENT', 'AWSPREVIOUS']);
    expect(last()).toMatchObject({
      target: 'secretsmanager.GetSecretValue',
      input: { SecretId: 'nodal/dev/issuer-webhook-signing' },
      headers: { 'content-type': 'application/x-amz-json-1.1' },
    });
  });

  it.each([
    ['InternalServiceError', 500],
    ['ThrottlingException', 400],
  ])('I17 %s is temporary, and is not kept', async (name, status) => {
    const secrets = awsHotSecrets(environment());
    const faults = Array.from({ length: status === 500 ? 4 : 2 }, () => refused(name, status));
    await withFaults(faults, async () => {
      await expect(secrets.values('issuer-webhook-signing')).rejects.toMatchObject(temporarilyUnavailable);
    });
    server.plan(ok({ SecretString: 'new' }), ok({ SecretString: 'new' }));
    expect(await secrets.values('issuer-webhook-signing')).toEqual(['new']);
  });

  it('M-40 does not take a missing secret, or one without text, for an empty one', async () => {
    const secrets = awsHotSecrets(environment());
    const missing = refused('ResourceNotFoundException');
    await withFaults([missing, missing], async () => {
      await expect(secrets.values('a')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    });
    server.plan(ok({}), ok({}));
    await expect(secrets.values('b')).rejects.toThrow('holds no text');
  });
});

describe('queues over the JSON protocol', () => {
  it('M-27 sends body, delay, group and attributes to the declared queue', async () => {
    server.plan(ok({ MessageId: 'm-1' }));
    const message = { queue: 'issuer-events', body: '{"a":"ü"}', delaySeconds: 5, group: 'ten_1' };
    await awsHotQueues(environment()).send({ ...message, attributes: { 'event-id': 'e1' } });
    expect(last()).toMatchObject({
      target: 'AmazonSQS.SendMessage',
      input: {
        QueueUrl: 'https://sqs.example/issuer-events',
        MessageBody: '{"a":"ü"}',
        DelaySeconds: 5,
        MessageGroupId: 'ten_1',
        MessageAttributes: { 'event-id': { DataType: 'String', StringValue: 'e1' } },
      },
    });
  });

  it('M-27 fails for a queue that the declaration does not list, and when the queue does not hold the message', async () => {
    const queues = awsHotQueues(environment());
    await expect(queues.send({ queue: 'other', body: 'x' })).rejects.toThrow('queue other');
    for (const fault of [refused('RequestThrottled'), { kind: 'cut before' } as const]) {
      server.plan(fault, fault);
      await expect(queues.send({ queue: 'issuer-events', body: 'x' })).rejects.toMatchObject(temporarilyUnavailable);
    }
    server.plan(refused('QueueDoesNotExist'));
    await expect(queues.send({ queue: 'issuer-events', body: 'x' })).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
  });
});

describe('message keys over the JSON protocol', () => {
  const wrapped = { algorithm: 'RSA-OAEP-256', ciphertext: Buffer.from('wrapped') } as const;

  it('I17 opens with the current key, or with an older one that is accepted', async () => {
    const ring = awsHotMessageKeys(environment());
    server.plan(ok({ Plaintext: Buffer.from('content key').toString('base64') }), ok({ Plaintext: 'AA==' }));
    expect(Buffer.from((await ring.unwrap({ ...wrapped, kid: undefined })) ?? '').toString()).toBe('content key');
    expect(last()).toMatchObject({
      target: 'TrentService.Decrypt',
      input: { KeyId: 'arn:aws:kms:key-1', EncryptionAlgorithm: 'RSAES_OAEP_SHA_256', CiphertextBlob: 'd3JhcHBlZA==' },
    });
    await ring.unwrap({ ...wrapped, kid: 'msg-0' });
    expect(last().input).toMatchObject({ KeyId: 'arn:aws:kms:key-0' });
  });

  it('I17 an unknown key asks nobody, and a ciphertext that is not for the key opens nothing', async () => {
    const ring = awsHotMessageKeys(environment());
    const before = server.seen.length;
    expect(await ring.unwrap({ ...wrapped, kid: 'constructor' })).toBeUndefined();
    expect(server.seen).toHaveLength(before);
    server.plan(refused('InvalidCiphertextException'));
    expect(await ring.unwrap({ ...wrapped, kid: 'msg-1' })).toBeUndefined();
  });

  it('I17 a throttled key service is temporary', async () => {
    server.plan(refused('ThrottlingException'));
    const opening = awsHotMessageKeys(environment()).unwrap({ ...wrapped, kid: 'msg-1' });
    await expect(opening).rejects.toMatchObject(temporarilyUnavailable);
  });
});
