import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Declaration, HttpDeclaration, Route } from '../../functions/kernel/operation/declaration.ts';
import { kebab } from '../../functions/kernel/operation/declaration.ts';
import type { HttpHandler } from '../../functions/kernel/operation/http-operation.ts';
import type { Platform } from '../../functions/kernel/platform/platform.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import { subdomains } from '../../lib/subdomains.ts';
import type { TestCaller } from '../support/http-call.ts';
import { call } from '../support/http-call.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';
import { root } from './repository.ts';

interface CustomerRoute {
  readonly declaration: HttpDeclaration;
  readonly route: Route;
}

const all: readonly Declaration[] = subdomains.flatMap(({ operations }) => operations);

const customerRoutes: readonly CustomerRoute[] = all.flatMap((declaration) =>
  declaration.kind === 'http'
    ? declaration.routes.filter(({ surface }) => surface === 'customer').map((route) => ({ declaration, route }))
    : [],
);

const named = ({ declaration, route }: CustomerRoute): string =>
  `${declaration.operationId} ${route.method} ${route.path}`;

const closed = customerRoutes.filter(({ route }) => route.open !== true);

/** Nothing of an operation may be reached: whatever it would use breaks the test. */
const untouched = (name: string) =>
  new Proxy({}, { get: () => () => Promise.reject(new Error(`a refused request used ${name}`)) });

let platform: TestPlatform;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  tenant = await platform.tenant();
});
afterAll(() => platform.stop());

const handlerOf = async ({ subdomain, operationId }: HttpDeclaration): Promise<HttpHandler> => {
  const file = path.join(root, 'functions', subdomain, kebab(operationId), 'handler.ts');
  const { wire } = (await import(file)) as { readonly wire: (platform: Platform) => HttpHandler };
  const settings = new Proxy({}, { get: () => 'http://127.0.0.1:9', has: () => true });
  const table = untouched('the table') as Platform['table'];
  const fetch = () => Promise.reject(new Error('a refused request reached a provider'));
  return wire({ ...platform, settings, table, fetch });
};

const refusal = async ({ declaration, route }: CustomerRoute, as: TestCaller): Promise<unknown[]> => {
  // One route at a time: an operation may have several on this surface.
  const alone: HttpDeclaration = { ...declaration, routes: [route] };
  const params = Object.fromEntries(Object.keys(declaration.params).map((name) => [name, 'x']));
  const { status, body } = await call(await handlerOf(declaration), alone, { as, params, idempotencyKey: null });
  return [status, String(body.code)];
};

describe('AN-12 the customer channel', () => {
  it('is open on exactly the routes that come before any session', () => {
    const open = customerRoutes.filter(({ route }) => route.open === true).map(named);
    expect(open.toSorted()).toEqual([
      'createSession POST /sessions',
      'getEncryptionKey GET /encryption-key',
      'pairDevice POST /devices',
    ]);
  });

  it('has one authorizer, whose answers are never kept', () => {
    const authorizers = all.filter(
      (declaration) => declaration.kind === 'authorizer' && declaration.surfaces.includes('customer'),
    );
    expect(authorizers).toMatchObject([{ operationId: 'authorizeCustomer', surfaces: ['customer'], cacheSeconds: 0 }]);
  });

  it('serves what is its own below /me, and its session', () => {
    expect(closed.map(({ route }) => route.path).filter((at) => !/^\/me(?:\/|$)/u.test(at))).toEqual([
      '/sessions/current',
    ]);
    expect(closed.length).toBeGreaterThanOrEqual(17);
  });

  it('never takes the customer from the path', () => {
    expect(closed.filter(({ route }) => route.path.includes('{customerId}')).map(named)).toEqual([]);
  });

  it.each(closed.map((route) => [named(route), route] as const))(
    'API2 answers 401 to %s without a session, and touches nothing',
    async (_, route) => {
      expect(await refusal(route, { nobody: true })).toEqual([401, 'unauthenticated']);
      expect(await refusal(route, { tenant })).toEqual([401, 'unauthenticated']);
      expect(await refusal(route, { staff: 'Admin', of: 'platform' })).toEqual([401, 'unauthenticated']);
      const customer = platform.ids.next('cus', tenant);
      expect(await refusal(route, { customer, of: tenant, expired: true })).toEqual([401, 'session_expired']);
    },
  );
});
