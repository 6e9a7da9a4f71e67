import { taskOperation } from '../../kernel/operation/task-operation.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoIssuanceStore } from '../infrastructure/dynamo-issuance-store.ts';
import { failIssuance as declaration } from './declaration.ts';
import { failIssuance } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table'>;

export const wire = (platform: Needs) => {
  const useCase = failIssuance({ issuances: dynamoIssuanceStore(platform.table), unitOfWork: unitOfWork(platform) });
  return taskOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable });
