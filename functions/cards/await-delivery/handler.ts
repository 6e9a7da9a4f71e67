import { taskOperation } from '../../kernel/operation/task-operation.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { awsWorkflows } from '../../kernel/platform/aws-workflows.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoCardOrderStore, dynamoOrderWaiters } from '../infrastructure/dynamo-card-order-store.ts';
import { awaitDelivery as declaration } from './declaration.ts';
import { awaitDelivery } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'workflows'>;

export const wire = (platform: Needs) => {
  const { table, workflows } = platform;
  const waiters = dynamoOrderWaiters(table, 'delivery');
  return taskOperation(
    declaration,
    platform,
    awaitDelivery({ orders: dynamoCardOrderStore(table), waiters, workflows }),
  );
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, workflows: awsWorkflows });
