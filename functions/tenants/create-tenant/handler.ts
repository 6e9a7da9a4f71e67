import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { jweSecretVault } from '../../kernel/outbound/jwe-secret-vault.ts';
import { addressGuard } from '../../kernel/outbound/public-addresses.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { awsUsagePlans } from '../../kernel/platform/aws-usage-plans.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { connectedIssuers } from '../../providers/connected-issuers.ts';
import { dynamoApiKeyStore } from '../infrastructure/dynamo-api-key-store.ts';
import { dynamoTenantStore } from '../infrastructure/dynamo-tenant-store.ts';
import { pepperedHasher } from '../infrastructure/peppered-hasher.ts';
import { createTenant as declaration } from './declaration.ts';
import { createTenant } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys' | 'usagePlans'>;

export const wire = (platform: Needs) =>
  httpOperation(
    declaration,
    platform,
    createTenant({
      ...platform,
      tenants: dynamoTenantStore(platform.table),
      apiKeys: dynamoApiKeyStore(platform.table),
      hasher: pepperedHasher(platform.secrets),
      vault: jweSecretVault(platform.messageKeys),
      ...{ connectedIssuers: connectedIssuers(platform.settings), guard: addressGuard(platform.settings) },
      unitOfWork: unitOfWork(platform),
    }),
  );

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  secrets: awsSecrets,
  messageKeys: awsMessageKeys,
  usagePlans: awsUsagePlans,
});
