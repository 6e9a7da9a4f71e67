import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import { dynamoDecisionLog } from '../infrastructure/dynamo-decision-log.ts';
import { getDecision as declaration } from './declaration.ts';
import { getDecision } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table'>;

export const wire = (platform: Needs) => {
  const programs = dynamoProgramDirectory(platform.table);
  return httpOperation(declaration, platform, getDecision({ decisions: dynamoDecisionLog(platform.table), programs }));
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable });
