import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import { dynamoFeeSchedules } from '../infrastructure/dynamo-fee-schedules.ts';
import { setFeeSchedule as declaration } from './declaration.ts';
import { setFeeSchedule } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys'>;

export const wire = (platform: Needs) => {
  const { table } = platform;
  const stores = { programs: dynamoProgramDirectory(table), schedules: dynamoFeeSchedules(table) };
  return httpOperation(declaration, platform, setFeeSchedule({ ...stores, unitOfWork: unitOfWork(platform) }));
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, messageKeys: awsMessageKeys });
