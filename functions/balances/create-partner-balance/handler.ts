import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { tenantDirectory } from '../../kernel/tenancy/tenant-directory.ts';
import { tenantClock } from '../../kernel/time/tenant-clock.ts';
import { dynamoPartnerStore } from '../infrastructure/dynamo-partner-store.ts';
import { createPartnerBalance as declaration } from './declaration.ts';
import { createPartnerBalance } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys'>;

export const wire = (platform: Needs) =>
  httpOperation(
    declaration,
    platform,
    createPartnerBalance({
      directory: tenantDirectory(platform.table),
      partners: dynamoPartnerStore(platform.table),
      clockOf: (tenant) => tenantClock(platform.table, tenant, platform.clock),
      unitOfWork: unitOfWork(platform),
      ids: platform.ids,
    }),
  );

export const handler = lambdaHandler(declaration, wire, { table: awsTable, messageKeys: awsMessageKeys });
