import { authorizerOperation } from '../../kernel/operation/authorizer-operation.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoApiKeyStore } from '../infrastructure/dynamo-api-key-store.ts';
import { dynamoTenantStore } from '../infrastructure/dynamo-tenant-store.ts';
import { pepperedHasher } from '../infrastructure/peppered-hasher.ts';
import { authorizeTenant as declaration } from './declaration.ts';
import { authorizeTenant } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

export const wire = (platform: Needs) =>
  authorizerOperation(
    declaration,
    platform,
    authorizeTenant({
      apiKeys: dynamoApiKeyStore(platform.table),
      tenants: dynamoTenantStore(platform.table),
      hasher: pepperedHasher(platform.secrets),
    }),
  );

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets });
