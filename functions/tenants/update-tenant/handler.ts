import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { jweSecretVault } from '../../kernel/outbound/jwe-secret-vault.ts';
import { addressGuard } from '../../kernel/outbound/public-addresses.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoTenantStore } from '../infrastructure/dynamo-tenant-store.ts';
import { updateTenant as declaration } from './declaration.ts';
import { updateTenant } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys'>;

export const wire = (platform: Needs) =>
  httpOperation(
    declaration,
    platform,
    updateTenant({
      tenants: dynamoTenantStore(platform.table),
      vault: jweSecretVault(platform.messageKeys),
      guard: addressGuard(platform.settings),
      random: platform.random,
      clock: platform.clock,
      unitOfWork: unitOfWork(platform),
    }),
  );

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  messageKeys: awsMessageKeys,
});
