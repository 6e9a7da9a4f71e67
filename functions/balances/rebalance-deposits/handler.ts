import { scheduleOperation } from '../../kernel/operation/schedule-operation.ts';
import { systemContexts } from '../../kernel/operation/system-context.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { tenantDirectory } from '../../kernel/tenancy/tenant-directory.ts';
import { dynamoDepositRebalancing } from '../infrastructure/dynamo-deposit-rebalancing.ts';
import { rebalanceDeposits as declaration } from './declaration.ts';
import { rebalanceDeposits } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table'>;

export const wire = (platform: Needs) => {
  const { table, ids } = platform;
  const useCase = rebalanceDeposits({
    deposits: dynamoDepositRebalancing(table, tenantDirectory(table)),
    contextOf: (tenantId) => systemContexts(platform, declaration.operationId)(tenantId, ids.nextGlobal('req')),
    unitOfWork: unitOfWork(platform),
  });
  return scheduleOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable });
