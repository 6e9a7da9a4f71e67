import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { HttpHandler } from '../../functions/kernel/operation/http-operation.ts';
import type { HttpDeclaration, Route, StaffRole, Surface } from '../../functions/kernel/operation/declaration.ts';
import { surfacePaths } from '../../functions/kernel/operation/declaration.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';

/** Who calls, in a test. */
export type TestCaller =
  | { readonly tenant: TenantContext }
  /** A customer in an open session on the phone of `installationId`. */
  | {
      readonly customer: string;
      readonly of: TenantContext;
      readonly installationId?: string;
      readonly expired?: true;
      readonly sessionHash?: string;
    }
  | { readonly staff: StaffRole; readonly of: 'platform' | TenantContext; readonly subject?: string }
  | { readonly nobody: true };

export interface TestRequest {
  readonly as: TestCaller;
  /** Which of the operation's routes, when it has several; the first by default. */
  readonly surface?: Surface;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** JSON body; a string is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** A new one by default; null sends none. */
  readonly idempotencyKey?: string | null;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  // Tests read answers freely; the schemas under test decide what is in them.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

const authorizerOf = (caller: TestCaller): Record<string, string> | undefined => {
  if ('nobody' in caller) return undefined;
  if ('tenant' in caller) {
    const { tenantId, tag, sandbox } = caller.tenant;
    return { tenantId, tag, sandbox: String(sandbox), keyId: 'key_test' };
  }
  if ('customer' in caller) {
    const { tenantId, tag, sandbox } = caller.of;
    const session = caller.expired === true ? 'expired' : 'live';
    const installationId = caller.installationId ?? `ins_test${tag}`;
    const { sessionHash } = caller;
    const proved = { tenantId, tag, sandbox: String(sandbox), customerId: caller.customer, installationId, session };
    return sessionHash === undefined ? proved : { ...proved, sessionHash };
  }
  const tenant = caller.of === 'platform' ? 'platform' : caller.of.tenantId;
  return { subject: caller.subject ?? 'staff-1', role: caller.staff, tenant };
};

const routeOf = (declaration: HttpDeclaration, surface: Surface | undefined): Route => {
  const route = declaration.routes.find((candidate) => surface === undefined || candidate.surface === surface);
  if (route === undefined) throw new Error(`${declaration.operationId} has no route on ${surface}`);
  return route;
};

const eventOf = (declaration: HttpDeclaration, request: TestRequest): APIGatewayProxyEvent => {
  const route = routeOf(declaration, request.surface);
  const resource = `${surfacePaths[route.surface]}${route.path}`;
  const path = resource.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(request.params?.[name] ?? ''));
  const key = request.idempotencyKey === undefined ? randomUUID() : request.idempotencyKey;
  const body =
    request.body === undefined ? null : typeof request.body === 'string' ? request.body : JSON.stringify(request.body);
  const headers = {
    ...(body === null ? {} : { 'Content-Type': 'application/json' }),
    ...(key === null ? {} : { 'Idempotency-Key': key }),
    ...request.headers,
  };
  return {
    resource,
    path,
    httpMethod: route.method,
    headers,
    multiValueHeaders: {},
    queryStringParameters: request.query === undefined ? null : { ...request.query },
    multiValueQueryStringParameters: null,
    pathParameters: request.params === undefined ? null : { ...request.params },
    stageVariables: null,
    body,
    isBase64Encoded: false,
    requestContext: { requestId: randomUUID(), authorizer: authorizerOf(request.as), stage: 'api' },
  } as unknown as APIGatewayProxyEvent;
};

/** Calls an operation's handler with an API Gateway event. */
export const call = async (
  handler: HttpHandler,
  declaration: HttpDeclaration,
  request: TestRequest,
): Promise<TestAnswer> => {
  const result = await handler(eventOf(declaration, request), {} as Context);
  return {
    status: result.statusCode,
    headers: result.headers,
    body: result.body === '' ? undefined : JSON.parse(result.body),
  };
};
