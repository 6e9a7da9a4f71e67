import type { APIGatewayProxyEventV2, APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DomainError, TemporarilyUnavailable } from '../../../../functions/kernel/errors/domain-error.ts';
import type { AuthorizerUseCase } from '../../../../functions/kernel/operation/authorizer-operation.ts';
import { authorizerOperation } from '../../../../functions/kernel/operation/authorizer-operation.ts';
import { declareAuthorizer, declareUrl } from '../../../../functions/kernel/operation/declaration.ts';
import type { UrlInput, UrlUseCase } from '../../../../functions/kernel/operation/url-operation.ts';
import { urlOperation } from '../../../../functions/kernel/operation/url-operation.ts';
import { localMeter } from '../../../../local/meter.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

const common = {
  operationId: 'probeDoor',
  subdomain: 'kernel',
  summary: 'Tests only.',
  uses: [],
  access: 'none',
  emits: [],
  errors: [],
} as const;
const none = {} as Context;

const authorizer = declareAuthorizer({
  ...common,
  surfaces: ['secure', 'sandbox'],
  cacheSeconds: 30,
  identitySource: 'x-api-key',
});
const somebody: AuthorizerUseCase = async (credential) =>
  credential === 'good' ? { principalId: 'ten_1', context: { tenantId: 'ten_1' } } : undefined;

const ask = (headers: Record<string, string> | null, useCase = somebody, meter = localMeter()) =>
  authorizerOperation(
    authorizer,
    { ...platform, meter },
    useCase,
  )(
    {
      type: 'REQUEST',
      methodArn: 'arn:aws:execute-api:ap-south-1:000000000000:abc123/api/GET/v1.0/secure/customers',
      headers,
    } as unknown as APIGatewayRequestAuthorizerEvent,
    none,
  );

describe('An authorizer', () => {
  it('lets the caller use every path of its surfaces, because API Gateway caches the policy under the credential', async () => {
    const { policyDocument, principalId, context, usageIdentifierKey } = await ask({ 'X-Api-Key': 'good' });
    expect(policyDocument.Statement).toEqual([
      {
        Action: 'execute-api:Invoke',
        Effect: 'Allow',
        Resource: [
          'arn:aws:execute-api:ap-south-1:000000000000:abc123/api/*/v1.0/secure/*',
          'arn:aws:execute-api:ap-south-1:000000000000:abc123/api/*/v1.0/sandbox/*',
        ],
      },
    ]);
    expect([principalId, context, usageIdentifierKey]).toEqual(['ten_1', { tenantId: 'ten_1' }, undefined]);
  });

  it('M-34 M-35 M-36 measures who was let in, who was refused and when it failed', async () => {
    const meter = localMeter();
    const failing: AuthorizerUseCase = async () => {
      throw new TemporarilyUnavailable();
    };
    await ask({ 'x-api-key': 'good' }, somebody, meter);
    await expect(ask({ 'x-api-key': 'bad' }, somebody, meter)).rejects.toThrow();
    await expect(ask({}, somebody, meter)).rejects.toThrow();
    await expect(ask({ 'x-api-key': 'good' }, failing, meter)).rejects.toThrow();
    expect(meter.operations.map(({ surface, status }) => [surface, status])).toEqual([
      ['authorizer', 200],
      ['authorizer', 401],
      ['authorizer', 401],
      ['authorizer', 500],
    ]);
  });

  it('names the usage plan key when there is one', async () => {
    const identified: AuthorizerUseCase = async () => ({ principalId: 'p', context: {}, usageIdentifierKey: 'k' });
    expect(await ask({ 'x-api-key': 'good' }, identified)).toMatchObject({ usageIdentifierKey: 'k' });
  });

  it.each([
    ['no headers', null],
    ['no credential', {}],
    ['an empty credential', { 'x-api-key': '' }],
    ['an unknown credential', { 'x-api-key': 'bad' }],
  ])('throws exactly what API Gateway answers with 401 for %s', async (_, headers) => {
    await expect(ask(headers)).rejects.toThrow(/^Unauthorized$/);
  });

  it('never grants access, nor claims 401, when a dependency fails', async () => {
    const failing: AuthorizerUseCase = async () => {
      throw new TemporarilyUnavailable();
    };
    await expect(ask({ 'x-api-key': 'good' }, failing)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    expect(platform.logLines().at(-1)).not.toContain('good');
  });
});

const url = declareUrl({ ...common, url: 'probes' });

const post = async (useCase: UrlUseCase, event: Partial<APIGatewayProxyEventV2> = {}, meter = localMeter()) => {
  const handle = urlOperation(url, { ...platform, meter }, useCase);
  const answer = await handle(
    {
      rawPath: '/events',
      headers: {},
      isBase64Encoded: false,
      requestContext: { requestId: 'req_1', http: { method: 'POST' } },
      ...event,
    } as unknown as APIGatewayProxyEventV2,
    none,
  );
  return { ...answer, statuses: meter.operations.map(({ status }) => status) };
};

describe('A Function URL', () => {
  it('hands over the bytes exactly as they were sent', async () => {
    const seen: UrlInput[] = [];
    const keep: UrlUseCase = async (input) => {
      seen.push(input);
      return { status: 200 };
    };
    const bytes = Buffer.from([0x7b, 0xff, 0x00, 0x7d]);
    await post(keep, { body: bytes.toString('base64'), isBase64Encoded: true, headers: { 'X-Signature': 'v1=a' } });
    await post(keep, { body: '{"a":"ä"}' });
    expect(seen.map(({ rawBody }) => Buffer.from(rawBody).toString('hex'))).toEqual([
      '7bff007d',
      Buffer.from('{"a":"ä"}').toString('hex'),
    ]);
    expect(seen[0]).toMatchObject({ method: 'POST', path: '/events', headers: { 'x-signature': 'v1=a' } });
  });

  it('answers JSON, or nothing', async () => {
    const json = await post(async () => ({ status: 202, body: { ok: true } }));
    const empty = await post(async () => ({ status: 200 }));
    expect([json.statusCode, json.body, json.headers]).toEqual([
      202,
      '{"ok":true}',
      { 'x-request-id': 'req_1', 'content-type': 'application/json' },
    ]);
    expect([empty.statusCode, empty.body, empty.headers]).toEqual([200, '', { 'x-request-id': 'req_1' }]);
  });

  it.each([
    ['a violation', 401, new DomainError('unauthenticated', 'signature_invalid', { detail: 'No.' })],
    ['a silent dependency', 503, new TemporarilyUnavailable()],
    ['a defect', 500, new Error('hunter2')],
  ])('answers %s with %i and measures it', async (_, status, error) => {
    const answer = await post(async () => {
      throw error;
    });
    expect([answer.statusCode, answer.statuses]).toEqual([status, [status]]);
    expect(String(answer.body)).not.toContain('hunter2');
  });

  it('refuses more than 256 KB, encoded or not, before the use case', async () => {
    const never: UrlUseCase = async () => ({ status: 200 });
    const large = Buffer.alloc(256 * 1024 + 1, 'x');
    const answers = [
      await post(never, { body: large.toString() }),
      await post(never, { body: large.toString('base64'), isBase64Encoded: true }),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([413, 413]);
  });
});
