import { queueOperation } from '../../kernel/operation/queue-operation.ts';
import { systemContexts } from '../../kernel/operation/system-context.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoPaymentLimits } from '../infrastructure/dynamo-payment-limits.ts';
import { learnPaymentLimits as declaration } from './declaration.ts';
import { learnPaymentLimits } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table'>;

export const wire = (platform: Needs) => {
  const contextOf = systemContexts(platform, declaration.operationId);
  const limits = dynamoPaymentLimits(platform.table);
  return queueOperation(declaration, platform, learnPaymentLimits({ limits, contextOf }));
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable });
