import { describe, expect, it } from 'vitest';
import { surfacePaths, type HttpDeclaration, type Surface } from '../../functions/kernel/operation/declaration.ts';
import { stages } from '../../lib/stages.ts';
import { deployedOn, subdomains, type Subdomain } from '../../lib/subdomains.ts';
import type { TemplateResource } from '../../lib/templates.ts';
import { fixtureSubdomains } from './fixtures/declarations.ts';
import { synthesize, type Synthesized } from './fixtures/synthesized.ts';

const surfaceOf = (path: string): Surface | undefined =>
  (Object.keys(surfacePaths) as Surface[]).find((surface) => path.startsWith(`${surfacePaths[surface]}/`));

interface Route {
  readonly method: string;
  readonly path: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Routes as API Gateway will serve them, followed through the tree of resources and nested templates. */
const routesOf = ({ resources }: Synthesized): readonly Route[] => {
  const nodes = new Map(
    resources
      .filter(({ type }) => type === 'AWS::ApiGateway::Resource')
      .map((node) => [`${node.stack}#${node.logicalId}`, node]),
  );
  const pathOf = (node: TemplateResource): string => {
    const parent = nodes.get(`${node.stack}#${String(node.properties['ParentId'])}`);
    const part = String(node.properties['PathPart']);
    if (parent !== undefined) return `${pathOf(parent)}/${part}`;
    return part === 'v1.0' ? '/v1.0' : `/v1.0/${part}`;
  };
  return resources
    .filter(({ type }) => type === 'AWS::ApiGateway::Method')
    .map(({ stack, properties }) => ({
      method: String(properties['HttpMethod']),
      path: pathOf(nodes.get(`${stack}#${String(properties['ResourceId'])}`)!),
      properties,
    }));
};

const declaredRoutes = (all: readonly Subdomain[], stage: 'dev' | 'production'): readonly string[] =>
  deployedOn(stages[stage], all)
    .flatMap(({ operations }) => operations)
    .filter((declaration): declaration is HttpDeclaration => declaration.kind === 'http')
    .flatMap(({ routes }) => routes.map(({ surface, method, path }) => `${method} ${surfacePaths[surface]}${path}`));

describe.each([
  ['dev', 'dev', subdomains],
  ['production', 'production', subdomains],
  ['one of every kind', 'dev', fixtureSubdomains],
] as const)('the API of %s', (_title, stage, all) => {
  const synthesized = synthesize(stage, all);
  const routes = routesOf(synthesized);
  const authorizers = synthesized.all('AWS::ApiGateway::Authorizer');

  it('serves exactly the declared routes', () => {
    expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
      [...declaredRoutes(all, stage)].sort(),
    );
  });

  it('authorizes every route but the open ones', () => {
    const open = deployedOn(stages[stage], all)
      .flatMap(({ operations }) => operations)
      .flatMap((declaration) => (declaration.kind === 'http' ? declaration.routes : []))
      .filter((route) => route.open === true)
      .map(({ surface, method, path }) => `${method} ${surfacePaths[surface]}${path}`);
    const unauthorized = routes.filter(({ properties }) => properties['AuthorizationType'] !== 'CUSTOM');
    expect(unauthorized.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(open.sort());
  });

  it('meters the calls of tenants and of their customers, and of no one else', () => {
    for (const { path, properties } of routes) {
      const metered = ['secure', 'sandbox', 'customer'].includes(surfaceOf(path) ?? '');
      expect(properties['ApiKeyRequired'] ?? false).toBe(metered && properties['AuthorizationType'] === 'CUSTOM');
    }
  });

  it('has one authorizer for each declared one, with its header and cache', () => {
    const declared = deployedOn(stages[stage], all)
      .flatMap(({ operations }) => operations)
      .flatMap((declaration) => (declaration.kind === 'authorizer' ? [declaration] : []));
    expect(
      authorizers.map(({ properties }) => [
        properties['Type'],
        properties['IdentitySource'],
        properties['AuthorizerResultTtlInSeconds'],
      ]),
    ).toEqual(
      declared.map(({ identitySource, cacheSeconds }) => [
        'REQUEST',
        `method.request.header.${identitySource}`,
        cacheSeconds,
      ]),
    );
    expect(declared.every(({ cacheSeconds }) => cacheSeconds <= 30)).toBe(true);
  });

  it('lets the gateway invoke each function once', () => {
    const permissions = synthesized
      .all('AWS::Lambda::Permission')
      .filter(({ properties }) => properties['Principal'] === 'apigateway.amazonaws.com')
      .map(({ stack, properties }) => `${stack} ${String(properties['FunctionName'])}`);
    expect(permissions.length).toBeGreaterThan(2);
    expect(new Set(permissions).size).toBe(permissions.length);
  });

  it('has Function URLs for the declared doors only, each with both permissions', () => {
    const doors = deployedOn(stages[stage], all)
      .flatMap(({ operations }) => operations)
      .filter(({ kind }) => kind === 'url');
    const urls = synthesized.all('AWS::Lambda::Url');
    expect(urls).toHaveLength(doors.length);
    for (const { properties } of urls) {
      const permissions = synthesized
        .all('AWS::Lambda::Permission')
        .filter((permission) => permission.properties['FunctionName'] === properties['TargetFunctionArn'])
        .map((permission) => permission.properties['Action']);
      expect(permissions.sort()).toEqual(['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl']);
    }
  });
});

describe('the API', () => {
  const dev = synthesize('dev');

  it('answers its own refusals as problem documents with a request id', () => {
    const responses = dev.all('AWS::ApiGateway::GatewayResponse').map(({ properties }) => properties);
    const byType = Object.fromEntries(
      responses.map((response) => {
        const templates = response['ResponseTemplates'] as Record<string, string>;
        const problem = JSON.parse(templates['application/json'] ?? '{}') as {
          code: string;
          status: number;
          requestId: string;
        };
        return [
          String(response['ResponseType']),
          { ...problem, http: response['StatusCode'], headers: response['ResponseParameters'] },
        ];
      }),
    );
    expect(
      Object.fromEntries(Object.entries(byType).map(([type, { code, status }]) => [type, `${status} ${code}`])),
    ).toEqual({
      UNAUTHORIZED: '401 unauthenticated',
      INVALID_API_KEY: '401 unauthenticated',
      ACCESS_DENIED: '403 forbidden_role',
      WAF_FILTERED: '403 forbidden_role',
      MISSING_AUTHENTICATION_TOKEN: '404 not_found',
      RESOURCE_NOT_FOUND: '404 not_found',
      REQUEST_TOO_LARGE: '413 payload_too_large',
      UNSUPPORTED_MEDIA_TYPE: '415 unsupported_media_type',
      THROTTLED: '429 rate_limited',
      QUOTA_EXCEEDED: '429 rate_limited',
      DEFAULT_4XX: '400 validation_failed',
      DEFAULT_5XX: '503 temporarily_unavailable',
    });
    for (const { http, status, headers, requestId } of Object.values(byType)) {
      expect(http).toBe(String(status));
      expect(requestId).toBe('$context.requestId');
      expect(headers).toMatchObject({
        'gatewayresponse.header.Content-Type': "'application/problem+json'",
        'gatewayresponse.header.x-request-id': 'context.requestId',
        ...(status === 429 || status === 503 ? { 'gatewayresponse.header.retry-after': "'1'" } : {}),
      });
    }
  });

  it('limits each tenant and all of them together', () => {
    expect(dev.all('AWS::ApiGateway::UsagePlan')[0]?.properties).toMatchObject({
      UsagePlanName: 'nodal-dev-standard',
      Throttle: { RateLimit: 100, BurstLimit: 200 },
    });
    expect(dev.all('AWS::ApiGateway::RestApi')[0]?.properties['ApiKeySourceType']).toBe('AUTHORIZER');
  });

  it('logs who called what, and never a body, a header or a query', () => {
    const [stage] = dev.all('AWS::ApiGateway::Stage');
    expect(stage?.properties).toMatchObject({
      StageName: 'api',
      TracingEnabled: true,
      MethodSettings: [expect.objectContaining({ HttpMethod: '*', DataTraceEnabled: false, LoggingLevel: 'ERROR' })],
    });
    const { Format } = stage?.properties['AccessLogSetting'] as { Format: string };
    expect(Format).not.toMatch(
      /\$context\.(?:path|requestOverride|responseOverride|identity\.apiKey)\b|header|querystring/u,
    );
    expect(JSON.parse(Format)).toMatchObject({ requestId: '$context.requestId', route: '$context.resourcePath' });
  });

  it('stands behind the firewall', () => {
    expect(dev.all('AWS::WAFv2::WebACLAssociation')).toHaveLength(1);
    const [acl] = dev.all('AWS::WAFv2::WebACL');
    expect(JSON.stringify(acl?.properties)).not.toContain('"SampledRequestsEnabled":true');
  });

  it('is deployed anew when a declaration changes, and only then', () => {
    const idOf = (synthesized: Synthesized): string | undefined =>
      synthesized.all('AWS::ApiGateway::Deployment')[0]?.logicalId;
    const changed = fixtureSubdomains.map(({ name, operations }) => ({
      name,
      operations: operations.map((declaration) =>
        declaration.kind === 'authorizer' ? { ...declaration, cacheSeconds: 0 } : declaration,
      ),
    }));
    const before = idOf(synthesize('dev', fixtureSubdomains));
    expect(idOf(synthesize('dev', fixtureSubdomains))).toBe(before);
    expect(idOf(synthesize('dev', changed))).not.toBe(before);
  });
});
