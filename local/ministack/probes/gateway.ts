import assert from 'node:assert/strict';
import { GetApiKeysCommand, CreateApiKeyCommand, CreateUsagePlanKeyCommand } from '@aws-sdk/client-api-gateway';
import { AddPermissionCommand, CreateFunctionUrlConfigCommand } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { createFunction } from './functions.ts';
import { apiTemplate, authorizerSource, backendSource, usageValue } from './gateway-template.ts';
import { deployTemplate } from './stack.ts';
import { present, uniqueName } from './site.ts';
import type { Probe, ProbeSite } from './site.ts';

/** One gateway key with a known value for all probes: values are unique per account. */
async function usageKeyId(site: ProbeSite): Promise<string> {
  const { items = [] } = await site.apiGateway.send(new GetApiKeysCommand({ includeValues: true }));
  const known = items.find(({ value }) => value === usageValue)?.id;
  if (known !== undefined) return known;
  const request = new CreateApiKeyCommand({ name: uniqueName('usage'), value: usageValue, enabled: true });
  return present((await site.apiGateway.send(request)).id, 'id');
}

interface ProbeApi {
  readonly call: (key: string | undefined, path?: string) => Promise<Response>;
}

async function deployApi(site: ProbeSite, ttlSeconds: number): Promise<ProbeApi> {
  const authorizer = await createFunction(site, 'authorizer', { files: { 'index.mjs': authorizerSource } });
  const backend = await createFunction(site, 'backend', { files: { 'index.mjs': backendSource } });
  for (const { name } of [authorizer, backend]) {
    await site.lambda.send(
      new AddPermissionCommand({
        FunctionName: name,
        StatementId: 'gateway',
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
      }),
    );
  }
  const template = apiTemplate({ authorizer: authorizer.arn, backend: backend.arn, ttlSeconds });
  const { outputs } = await deployTemplate(site, template);
  const plan = { usagePlanId: outputs['PlanId'], keyId: await usageKeyId(site), keyType: 'API_KEY' };
  await site.apiGateway.send(new CreateUsagePlanKeyCommand(plan));
  const base = `${site.endpoint}/_aws/execute-api/${outputs['ApiId']}/api`;
  return {
    call: (key, path = '/cards/crd_1?expand=true') =>
      fetch(`${base}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { 'x-api-key': key }) },
        body: '{"a":1}',
      }),
  };
}

const restApiProbe: Probe = {
  behaviour: 'passes a request through a REQUEST authorizer with its context, API keys coming from the authorizer',
  needs: 'api_key_source',
  async run(site) {
    const api = await deployApi(site, 30);
    const response = await api.call('secret');
    const text = await response.text();
    assert.equal(response.status, 201, text);
    assert.equal(response.headers.get('x-request-id'), 'req_1');
    assert.partialDeepStrictEqual(JSON.parse(text), {
      authorizer: { tenantId: 'ten_1', realm: 'live', keyId: 'key_1', principalId: 'ten_1' },
      resource: '/cards/{cardId}',
      pathParameters: { cardId: 'crd_1' },
      query: { expand: 'true' },
      body: '{"a":1}',
      base64: false,
    });
  },
};

const problem = z.object({ status: z.number(), code: z.string() });

const refusalProbe: Probe = {
  behaviour: 'answers 401 when the authorizer throws Unauthorized and 403 when it denies, in our own format',
  async run(site) {
    const api = await deployApi(site, 0);
    const unknown = await api.call('unknown');
    assert.equal(unknown.status, 401);
    assert.deepEqual(problem.parse(await unknown.json()), { status: 401, code: 'UNAUTHORIZED' });
    const denied = await api.call('forbidden');
    assert.equal(denied.status, 403);
    assert.deepEqual(problem.parse(await denied.json()), { status: 403, code: 'ACCESS_DENIED' });
    assert.ok(denied.headers.get('x-request-id'));
    assert.equal(denied.headers.get('content-type'), 'application/problem+json');
  },
};

const missingKeyProbe: Probe = {
  behaviour: 'answers 401 when the identity source is missing',
  async run(site) {
    const api = await deployApi(site, 30);
    assert.equal((await api.call(undefined)).status, 401);
  },
};

const functionUrlProbe: Probe = {
  behaviour: 'hands a POST to a Function URL over with its raw body',
  async run(site) {
    const source = `export const handler = async (event) => ({
      statusCode: 202,
      body: JSON.stringify({
        method: event.requestContext.http.method,
        path: event.rawPath,
        signature: event.headers['webhook-signature'],
        raw: event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body,
      }),
    });`;
    const { name } = await createFunction(site, 'url', { files: { 'index.mjs': source } });
    const request = new CreateFunctionUrlConfigCommand({ FunctionName: name, AuthType: 'NONE' });
    const { FunctionUrl } = await site.lambda.send(request);
    const [urlId = ''] = new URL(present(FunctionUrl, 'FunctionUrl')).hostname.split('.');
    const response = await fetch(`${site.endpoint}/_aws/lambda-url/${urlId}/issuer`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'webhook-signature': 'v1,abc' },
      body: '{"amount": 1.0 }',
    });
    assert.equal(response.status, 202);
    assert.deepEqual(await response.json(), {
      method: 'POST',
      path: '/issuer',
      signature: 'v1,abc',
      raw: '{"amount": 1.0 }',
    });
  },
};

export const gatewayProbes: readonly Probe[] = [restApiProbe, refusalProbe, missingKeyProbe, functionUrlProbe];
