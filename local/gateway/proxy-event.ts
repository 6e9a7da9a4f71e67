import type { APIGatewayProxyEvent, APIGatewayProxyEventV2, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { GatewayRequest } from './request.ts';
import type { MatchedRoute } from './routes.ts';

const accountId = '000000000000';
const apiId = 'nodal-local';
export const stage = 'api';

const lastOf = (values: readonly string[]): string => values.at(-1) ?? '';

const singleHeaders = (request: GatewayRequest): Record<string, string> =>
  Object.fromEntries([...request.headers].map(([name, values]) => [name, lastOf(values)]));

const allHeaders = (request: GatewayRequest): Record<string, string[]> =>
  Object.fromEntries([...request.headers].map(([name, values]) => [name, [...values]]));

const queryOf = (request: GatewayRequest) => {
  const names = [...new Set(request.query.keys())];
  if (names.length === 0) return { queryStringParameters: null, multiValueQueryStringParameters: null };
  return {
    queryStringParameters: Object.fromEntries(names.map((name) => [name, lastOf(request.query.getAll(name))])),
    multiValueQueryStringParameters: Object.fromEntries(names.map((name) => [name, request.query.getAll(name)])),
  };
};

const identityOf = (request: GatewayRequest) => ({
  accessKey: null,
  accountId: null,
  apiKey: null,
  apiKeyId: null,
  caller: null,
  clientCert: request.clientCertificate ?? null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  sourceIp: request.sourceIp,
  user: null,
  userAgent: lastOf(request.headers.get('user-agent') ?? []),
  userArn: null,
});

const shared = (request: GatewayRequest, { route, parameters }: MatchedRoute) => ({
  resource: route.resource,
  path: request.path,
  httpMethod: request.method,
  headers: singleHeaders(request),
  multiValueHeaders: allHeaders(request),
  ...queryOf(request),
  pathParameters: Object.keys(parameters).length === 0 ? null : parameters,
  stageVariables: null,
  requestContext: {
    accountId,
    apiId,
    httpMethod: request.method,
    identity: identityOf(request),
    path: `/${stage}${request.path}`,
    protocol: 'HTTP/1.1',
    requestId: request.requestId,
    requestTimeEpoch: request.receivedAtMs,
    resourceId: route.resource,
    resourcePath: route.resource,
    stage,
    authorizer: null,
  },
});

/** The ARN that policies are written against. */
export const methodArn = ({ method, path }: GatewayRequest): string =>
  `arn:aws:execute-api:ap-south-1:${accountId}:${apiId}/${stage}/${method}${path}`;

/** The event of a REQUEST authorizer. */
export const authorizerEvent = (request: GatewayRequest, matched: MatchedRoute): APIGatewayRequestAuthorizerEvent => ({
  type: 'REQUEST',
  methodArn: methodArn(request),
  ...shared(request, matched),
  requestContext: { ...shared(request, matched).requestContext, authorizer: undefined },
});

/** The event of a Lambda proxy integration. */
export const proxyEvent = (
  request: GatewayRequest,
  matched: MatchedRoute,
  proved: Readonly<Record<string, unknown>> | undefined,
): APIGatewayProxyEvent => {
  const event = shared(request, matched);
  return {
    ...event,
    requestContext: { ...event.requestContext, authorizer: proved === undefined ? null : { ...proved } },
    body: request.body.length === 0 ? null : request.body.toString('utf8'),
    isBase64Encoded: false,
  };
};

const isText = (request: GatewayRequest): boolean =>
  /^(?:text\/|application\/(?:json|javascript|xml|[a-z.+-]*\+json))/u.test(
    lastOf(request.headers.get('content-type') ?? []),
  );

/** The event of a Function URL. A body that is not text arrives as base64, as it does there. */
export const functionUrlEvent = (request: GatewayRequest, host: string): APIGatewayProxyEventV2 => {
  const text = isText(request);
  const query = queryOf(request).queryStringParameters;
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: request.path,
    rawQueryString: request.query.toString(),
    headers: Object.fromEntries([...request.headers].map(([name, values]) => [name, values.join(',')])),
    ...(query === null ? {} : { queryStringParameters: query }),
    requestContext: {
      accountId: 'anonymous',
      apiId,
      domainName: host,
      domainPrefix: apiId,
      http: {
        method: request.method,
        path: request.path,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: lastOf(request.headers.get('user-agent') ?? []),
      },
      requestId: request.requestId,
      routeKey: '$default',
      stage: '$default',
      time: String(request.receivedAtMs),
      timeEpoch: request.receivedAtMs,
    },
    ...(request.body.length === 0 ? {} : { body: request.body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: !text && request.body.length > 0,
  };
};
