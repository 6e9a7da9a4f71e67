import type { APIGatewayProxyEvent } from 'aws-lambda';
import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Declaration } from '../../functions/kernel/operation/declaration.ts';
import { declareAuthorizer, declareHttp, declareUrl } from '../../functions/kernel/operation/declaration.ts';
import { systemClock } from '../../functions/kernel/time/clock.ts';
import { front } from '../../local/gateway/front.ts';
import { rateLimiter } from '../../local/gateway/rate-limit.ts';
import type { LocalServer } from '../../local/gateway/server.ts';
import { startServer } from '../../local/gateway/server.ts';
import { localLog } from '../../local/log.ts';
import type { LocalOperation } from '../../local/operations.ts';

const common = { subdomain: 'things', summary: 'For tests.', uses: [], access: 'none', emits: [], errors: [] } as const;

const getThing = declareHttp({
  ...common,
  operationId: 'getThing',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'GET', path: '/things/{thingId}' },
    { surface: 'secure', method: 'POST', path: '/things/{thingId}' },
    { surface: 'customer', method: 'GET', path: '/key', open: true },
    { surface: 'customer', method: 'GET', path: '/me' },
  ],
  status: 200,
  params: { thingId: 'text' },
  query: z.object({}),
  body: null,
  answer: null,
  encryption: 'none',
  idempotency: 'none',
});

const getSpecialThing = declareHttp({
  ...getThing,
  operationId: 'getSpecialThing',
  routes: [{ surface: 'secure', method: 'GET', path: '/things/special' }],
});

const authorizer = declareAuthorizer({
  ...common,
  operationId: 'authorizeTenant',
  surfaces: ['secure', 'sandbox'],
  cacheSeconds: 30,
  identitySource: 'x-api-key',
});

const ingress = declareUrl({ ...common, operationId: 'receiveThing', url: 'thing-events' });

const policy = (effect: 'Allow' | 'Deny', resource: string) => ({
  principalId: 'somebody',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: resource }],
  },
  context: { tenantId: 'ten_1', sandbox: 'true', count: 1 },
  usageIdentifierKey: 'usage-1',
});

const identify = async (event: unknown): Promise<unknown> => {
  const { headers } = event as { headers: Record<string, string> };
  if (headers['x-api-key'] === 'good') return policy('Allow', 'arn:aws:execute-api:*/api/*/v1.0/secure/*');
  if (headers['x-api-key'] === 'elsewhere') return policy('Allow', 'arn:aws:execute-api:*/api/*/v1.0/sandbox/*');
  if (headers['x-api-key'] === 'denied') return policy('Deny', '*');
  if (headers['x-api-key'] === 'broken') throw new Error('the table is away');
  throw new Error('Unauthorized');
};

let server: LocalServer;
let received: APIGatewayProxyEvent[];
let answer: unknown;

const operation = (declaration: Declaration, invoke: LocalOperation['invoke']): [string, LocalOperation] => [
  declaration.operationId,
  { declaration, invoke },
];

beforeEach(async () => {
  received = [];
  answer = { statusCode: 200, headers: { 'content-type': 'application/json' }, body: '{"ok":true}' };
  const remember = async (event: unknown) => {
    received.push(event as APIGatewayProxyEvent);
    return answer;
  };
  const operations = new Map([
    operation(getThing, remember),
    operation(getSpecialThing, async () => ({ statusCode: 200, body: '"special"' })),
    operation(authorizer, identify),
    operation(ingress, remember),
  ]);
  const throttle = rateLimiter({ perSecond: 1, burst: 5 }, systemClock);
  server = await startServer({
    port: 0,
    clock: systemClock,
    log: localLog(systemClock).log,
    answer: front({ operations, throttle, staffJwks: () => ({ keys: [] }) }),
  });
});

afterEach(async () => {
  await server.stop();
});

const call = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(`${server.origin}${path}`, init);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : (JSON.parse(text) as { code?: string }),
  };
};

const withKey = (key: string, more: Omit<RequestInit, 'headers'> = {}): RequestInit => ({
  ...more,
  headers: { 'x-api-key': key },
});

describe('HTTP front', () => {
  test('hands an authorized request to the operation as API Gateway would', async () => {
    const path = '/api/v1.0/secure/things/a%20b?limit=1&limit=2&q=x';
    const { status, headers } = await call(path, withKey('good', { method: 'POST', body: '{"a":1}' }));
    expect(status).toBe(200);
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(received[0]).toMatchObject({
      resource: '/v1.0/secure/things/{thingId}',
      httpMethod: 'POST',
      pathParameters: { thingId: 'a b' },
      queryStringParameters: { limit: '2', q: 'x' },
      multiValueQueryStringParameters: { limit: ['1', '2'], q: ['x'] },
      body: '{"a":1}',
      isBase64Encoded: false,
      requestContext: { stage: 'api', authorizer: { tenantId: 'ten_1', sandbox: 'true', count: '1' } },
    });
    expect(received[0]?.headers['x-api-key']).toBe('good');
  });

  test('a literal path wins over a parameter', async () => {
    expect((await call('/api/v1.0/secure/things/special', withKey('good'))).body).toBe('special');
  });

  test.each([
    ['/api/v1.0/secure/unknown', 'GET'],
    ['/api/v1.0/secure/things/x', 'DELETE'],
    ['/api/v1.0/secure/things/%E0%A4%A', 'GET'],
    ['/elsewhere', 'GET'],
    ['/_functions/unknown/events', 'POST'],
  ])('%s by %s is an unknown route: 404 as problem', async (path, method) => {
    const { status, headers, body } = await call(path, withKey('good', { method }));
    expect(status).toBe(404);
    expect(body?.code).toBe('not_found');
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(headers.get('x-request-id')).toBeTruthy();
  });

  test.each([
    ['no credential', {}],
    ['an unknown credential', withKey('bad')],
  ])('%s is 401', async (_name, init) => {
    const { status, body } = await call('/api/v1.0/secure/things/x', init);
    expect(status).toBe(401);
    expect(body?.code).toBe('unauthenticated');
    expect(received).toHaveLength(0);
  });

  test.each(['elsewhere', 'denied'])('a policy that does not allow the path is 403 (%s)', async (key) => {
    const { status, body } = await call('/api/v1.0/secure/things/x', withKey(key));
    expect(status).toBe(403);
    expect(body?.code).toBe('forbidden_role');
  });

  test('a failing authorizer is 500 and never access', async () => {
    const { status } = await call('/api/v1.0/secure/things/x', withKey('broken'));
    expect(status).toBe(500);
    expect(received).toHaveLength(0);
  });

  test('an open route needs no credential; a surface without authorizer refuses everything else', async () => {
    expect((await call('/api/v1.0/customers/key')).status).toBe(200);
    expect((await call('/api/v1.0/customers/me', withKey('good'))).status).toBe(401);
  });

  test('a tenant that uses up its rate gets 429 with Retry-After', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1) {
      const { status, headers, body } = await call('/api/v1.0/secure/things/x', withKey('good'));
      statuses.push(status);
      if (status === 429) statuses.push(Number(headers.get('retry-after')), body?.code === 'rate_limited' ? 1 : 0);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 1, 1]);
  });

  test('a body above ten megabytes is 413', async () => {
    const { status, body } = await call(
      '/api/v1.0/secure/things/x',
      withKey('good', { method: 'POST', body: 'x'.repeat(10_485_761) }),
    );
    expect(status).toBe(413);
    expect(body?.code).toBe('payload_too_large');
  });

  test('a function that fails is 500 without its cause', async () => {
    answer = 'not a result';
    const { status, body } = await call('/api/v1.0/secure/things/x', withKey('good'));
    expect(status).toBe(500);
    expect(body?.code).toBe('internal_error');
  });

  test('a function URL gets the raw body and the path below it', async () => {
    answer = { statusCode: 202 };
    const { status } = await call('/_functions/thing-events/events?a=1', {
      method: 'POST',
      body: '{ "raw" : 1 }',
      headers: { 'content-type': 'application/json' },
    });
    expect(status).toBe(202);
    expect(received[0]).toMatchObject({
      rawPath: '/events',
      rawQueryString: 'a=1',
      body: '{ "raw" : 1 }',
      isBase64Encoded: false,
    });
  });

  test('a body that is not text reaches a function URL as base64', async () => {
    await call('/_functions/thing-events/', { method: 'POST', body: Buffer.from([0, 255, 1]) });
    expect(received[0]).toMatchObject({ body: 'AP8B', isBase64Encoded: true });
  });

  test('a port that is taken is said in one line', async () => {
    const port = Number(new URL(server.origin).port);
    const again = startServer({
      port,
      clock: systemClock,
      log: localLog(systemClock).log,
      answer: async () => ({ statusCode: 200, headers: {}, body: '' }),
    });
    await expect(again).rejects.toThrow(`Port ${port} is in use. Choose another one with PORT.`);
  });

  test('stopping waits for the request under way', async () => {
    answer = new Promise((resolve) => setTimeout(() => resolve({ statusCode: 200, body: '{"late":true}' }), 100));
    const pending = call('/api/v1.0/secure/things/x', withKey('good'));
    await expect.poll(() => received.length).toBe(1);
    await server.stop();
    expect((await pending).body).toEqual({ late: true });
    await expect(
      new Promise((_resolve, reject) => httpRequest(server.origin).once('error', reject).end()),
    ).rejects.toThrow();
    server = await startServer({
      port: 0,
      clock: systemClock,
      log: localLog(systemClock).log,
      answer: async () => ({ statusCode: 200, headers: {}, body: '' }),
    });
  });
});
