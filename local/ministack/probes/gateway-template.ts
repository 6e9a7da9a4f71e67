import { uniqueName } from './site.ts';

/** The value of the gateway key that the authorizer names; only the usage plan counts by it. */
export const usageValue = 'usage-value-of-the-probe-0001';

/** Allows the caller of `secret`, refuses everybody else the way the platform's authorizers do. */
export const authorizerSource = `export const handler = async (event) => {
  const key = event.headers['x-api-key'] ?? event.headers['X-Api-Key'];
  if (key === 'forbidden') return answer(event, 'Deny');
  if (key !== 'secret') throw new Error('Unauthorized');
  return answer(event, 'Allow');
};
const answer = (event, effect) => ({
  principalId: 'ten_1',
  usageIdentifierKey: '${usageValue}',
  context: { tenantId: 'ten_1', realm: 'live', keyId: 'key_1' },
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: event.methodArn.split('/')[0] + '/*' }],
  },
});`;

/** Answers what reached it. */
export const backendSource = `export const handler = async (event) => ({
  statusCode: 201,
  headers: { 'x-request-id': 'req_1', 'content-type': 'application/json' },
  body: JSON.stringify({
    authorizer: event.requestContext.authorizer,
    resource: event.resource,
    pathParameters: event.pathParameters,
    query: event.queryStringParameters,
    body: event.body,
    base64: event.isBase64Encoded,
    sourceIp: event.requestContext.identity.sourceIp,
  }),
});`;

const invocation = (arn: string): string =>
  `arn:aws:apigateway:ap-south-1:lambda:path/2015-03-31/functions/${arn}/invocations`;

interface ApiParts {
  /** ARN of the function that authorizes. */
  readonly authorizer: string;
  /** ARN of the function behind the one method. */
  readonly backend: string;
  readonly ttlSeconds: number;
}

const api = { Ref: 'Api' };

/** The shape that the CDK gives our API: explicit methods, one authorizer, gateway responses, a usage plan. */
export function apiTemplate(parts: ApiParts): object {
  return {
    Resources: {
      Api: {
        Type: 'AWS::ApiGateway::RestApi',
        Properties: { Name: uniqueName('api'), ApiKeySourceType: 'AUTHORIZER' },
      },
      Unauthorized: gatewayResponse(401, 'UNAUTHORIZED'),
      Denied: gatewayResponse(403, 'ACCESS_DENIED'),
      ...routeResources(parts),
      // A deployment is a snapshot, of the gateway responses too.
      Deployment: {
        Type: 'AWS::ApiGateway::Deployment',
        DependsOn: ['Method', 'Unauthorized', 'Denied'],
        Properties: { RestApiId: api },
      },
      Stage: {
        Type: 'AWS::ApiGateway::Stage',
        Properties: { RestApiId: api, DeploymentId: { Ref: 'Deployment' }, StageName: 'api' },
      },
      Plan: {
        Type: 'AWS::ApiGateway::UsagePlan',
        Properties: {
          UsagePlanName: uniqueName('plan'),
          ApiStages: [{ ApiId: api, Stage: { Ref: 'Stage' } }],
          Throttle: { RateLimit: 100, BurstLimit: 100 },
        },
      },
    },
    Outputs: { ApiId: { Value: api }, PlanId: { Value: { Ref: 'Plan' } } },
  };
}

function routeResources({ authorizer, backend, ttlSeconds }: ApiParts): object {
  const root = { 'Fn::GetAtt': ['Api', 'RootResourceId'] };
  return {
    Authorizer: {
      Type: 'AWS::ApiGateway::Authorizer',
      Properties: {
        RestApiId: api,
        Name: 'secure',
        Type: 'REQUEST',
        AuthorizerUri: invocation(authorizer),
        AuthorizerResultTtlInSeconds: ttlSeconds,
        IdentitySource: 'method.request.header.x-api-key',
      },
    },
    Cards: {
      Type: 'AWS::ApiGateway::Resource',
      Properties: { RestApiId: api, ParentId: root, PathPart: 'cards' },
    },
    Card: {
      Type: 'AWS::ApiGateway::Resource',
      Properties: { RestApiId: api, ParentId: { Ref: 'Cards' }, PathPart: '{cardId}' },
    },
    Method: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId: api,
        ResourceId: { Ref: 'Card' },
        HttpMethod: 'POST',
        AuthorizationType: 'CUSTOM',
        AuthorizerId: { Ref: 'Authorizer' },
        ApiKeyRequired: true,
        Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: invocation(backend) },
      },
    },
  };
}

function gatewayResponse(status: number, type: string): object {
  return {
    Type: 'AWS::ApiGateway::GatewayResponse',
    Properties: {
      RestApiId: api,
      ResponseType: type,
      StatusCode: String(status),
      ResponseParameters: {
        'gatewayresponse.header.x-request-id': 'context.requestId',
        'gatewayresponse.header.Content-Type': "'application/problem+json'",
      },
      ResponseTemplates: {
        // The only key that is looked at; the media type that is answered is a header's business.
        'application/json': `{"status":${status},"code":"${type}","detail":$context.error.messageString}`,
      },
    },
  };
}
