import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { tenantDirectory } from '../../kernel/tenancy/tenant-directory.ts';
import { dynamoTenantRoll } from '../../timers/infrastructure/dynamo-tenant-roll.ts';
import { dynamoLedgerTotals } from '../infrastructure/dynamo-ledger-totals.ts';
import { balanceSummary as declaration } from './declaration.ts';
import { balanceSummary } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys'>;

export const wire = (platform: Needs) => {
  const { table } = platform;
  const directory = tenantDirectory(table);
  const useCase = balanceSummary({ totals: dynamoLedgerTotals(table), directory, tenants: dynamoTenantRoll(table) });
  return httpOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, messageKeys: awsMessageKeys });
