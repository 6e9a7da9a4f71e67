import { timerOperation } from '../../kernel/operation/task-operation.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoOrderSteps } from '../wire-order-steps.ts';
import { checkDelivery as declaration } from './declaration.ts';
import { checkDelivery } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table'>;

export const wire = (platform: Needs) =>
  timerOperation(declaration, platform, checkDelivery(dynamoOrderSteps(platform)));

export const handler = lambdaHandler(declaration, wire, { table: awsTable });
