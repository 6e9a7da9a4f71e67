import * as z from 'zod';
import { authorizerOperation } from '../../kernel/operation/authorizer-operation.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { joseStaffTokens } from '../infrastructure/jose-staff-tokens.ts';
import { authorizeStaff as declaration } from './declaration.ts';
import { authorizeStaff } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'fetch'>;

const settings = z.object({
  STAFF_TOKEN_ISSUER: z.string(),
  STAFF_TOKEN_AUDIENCE: z.string(),
  STAFF_JWKS_URL: z.url(),
});

export const wire = (platform: Needs) => {
  const pool = settings.parse(platform.settings);
  const staffTokens = joseStaffTokens(
    { issuer: pool.STAFF_TOKEN_ISSUER, audience: pool.STAFF_TOKEN_AUDIENCE, jwksUrl: pool.STAFF_JWKS_URL },
    platform,
  );
  return authorizerOperation(declaration, platform, authorizeStaff({ staffTokens }));
};

export const handler = lambdaHandler(declaration, wire, { fetch: awsFetch });
