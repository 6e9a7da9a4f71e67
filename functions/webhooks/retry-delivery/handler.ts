import { dynamoEventFinder } from '../../events/infrastructure/dynamo-event-log.ts';
import { timerOperation } from '../../kernel/operation/task-operation.ts';
import { awsQueues } from '../../kernel/platform/aws-queues.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { retryDelivery as declaration } from './declaration.ts';
import { retryDelivery } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'queues'>;

export const wire = (platform: Needs) => {
  const { table, queues } = platform;
  return timerOperation(declaration, platform, retryDelivery({ events: dynamoEventFinder(table), queues }));
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, queues: awsQueues });
