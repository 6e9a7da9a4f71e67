import middy from '@middy/core';
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import type { BasePlatform } from '../platform/platform.ts';
import { errorFields } from '../observability/log.ts';
import type { AuthorizerDeclaration } from './declaration.ts';
import { surfacePaths } from './declaration.ts';

/** Who the caller is, as strings for the operation's request context. */
export interface Identity {
  readonly principalId: string;
  readonly context: Readonly<Record<string, string>>;
  /** The tenant's key in its usage plan; sets the rate limit that applies. */
  readonly usageIdentifierKey?: string;
}

/** @returns undefined when the credential proves nobody */
export type AuthorizerUseCase = (credential: string) => Promise<Identity | undefined>;

/** API Gateway answers this message, and only this, with 401; a Deny policy would be 403. */
class Unauthorized extends Error {
  override name = 'Unauthorized';
  constructor() {
    super('Unauthorized');
  }
}

const apiRoot = (methodArn: string): string => methodArn.split('/').slice(0, 2).join('/');

/** Covers every path of the authorizer's surfaces: the policy is cached under the credential, not the path. */
const allow = (
  identity: Identity,
  declaration: AuthorizerDeclaration,
  methodArn: string,
): APIGatewayAuthorizerResult => ({
  principalId: identity.principalId,
  policyDocument: {
    Version: '2012-10-17',
    Statement: [
      {
        Action: 'execute-api:Invoke',
        Effect: 'Allow',
        Resource: declaration.surfaces.map((surface) => `${apiRoot(methodArn)}/*${surfacePaths[surface]}/*`),
      },
    ],
  },
  context: { ...identity.context },
  ...(identity.usageIdentifierKey === undefined ? {} : { usageIdentifierKey: identity.usageIdentifierKey }),
});

/** The chain of an authorizer: an unknown credential is 401, a failing dependency 500, never access. */
export const authorizerOperation = (
  declaration: AuthorizerDeclaration,
  platform: BasePlatform,
  useCase: AuthorizerUseCase,
): ((event: APIGatewayRequestAuthorizerEvent, context: Context) => Promise<APIGatewayAuthorizerResult>) => {
  const wanted = declaration.identitySource.toLowerCase();
  const { operationId: operation } = declaration;
  const sample = (status: number, startedAt: number): void => {
    const latencyMs = platform.clock.now().epochMilliseconds - startedAt;
    platform.meter.operation({ operation, surface: 'authorizer', tenantId: 'none', status, latencyMs });
  };
  return middy<APIGatewayRequestAuthorizerEvent, APIGatewayAuthorizerResult>(
    async (event: APIGatewayRequestAuthorizerEvent) => {
      const startedAt = platform.clock.now().epochMilliseconds;
      const refuse = (): never => {
        sample(401, startedAt);
        throw new Unauthorized();
      };
      const header = Object.entries(event.headers ?? {}).find(([name]) => name.toLowerCase() === wanted);
      const credential = header?.[1];
      if (credential === undefined || credential === '') return refuse();
      const identity = await useCase(credential).catch((error: unknown) => {
        platform.log.error('authorizer_failed', { operation, ...errorFields(error) });
        sample(500, startedAt);
        throw error;
      });
      if (identity === undefined) return refuse();
      sample(200, startedAt);
      return allow(identity, declaration, event.methodArn);
    },
  );
};
