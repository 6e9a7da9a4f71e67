import { queueOperation } from '../../kernel/operation/queue-operation.ts';
import { systemContexts } from '../../kernel/operation/system-context.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { awsWorkflows } from '../../kernel/platform/aws-workflows.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoCardOrderStore, dynamoOrderWaiters } from '../infrastructure/dynamo-card-order-store.ts';
import { resumeCardOrder as declaration } from './declaration.ts';
import { resumeCardOrder } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'workflows'>;

export const wire = (platform: Needs) =>
  queueOperation(
    declaration,
    platform,
    resumeCardOrder({
      orders: dynamoCardOrderStore(platform.table),
      reports: dynamoOrderWaiters(platform.table, 'report'),
      deliveries: dynamoOrderWaiters(platform.table, 'delivery'),
      workflows: platform.workflows,
      contextOf: systemContexts(platform, declaration.operationId),
    }),
  );

export const handler = lambdaHandler(declaration, wire, { table: awsTable, workflows: awsWorkflows });
