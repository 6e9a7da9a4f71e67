import { eventAccess } from '../../events/event-access.ts';
import { queueOperation } from '../../kernel/operation/queue-operation.ts';
import { systemContexts } from '../../kernel/operation/system-context.ts';
import { awsQueues } from '../../kernel/platform/aws-queues.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import { dynamoDeliveryStore } from '../infrastructure/dynamo-delivery-store.ts';
import { dynamoEndpointDirectory } from '../infrastructure/dynamo-endpoint-store.ts';
import { fanOutEvent as declaration } from './declaration.ts';
import { fanOutEvent } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'queues'>;

export const wire = (platform: Needs) =>
  queueOperation(
    declaration,
    platform,
    fanOutEvent({
      access: eventAccess(dynamoProgramDirectory(platform.table)),
      endpoints: dynamoEndpointDirectory(platform.table),
      deliveries: dynamoDeliveryStore(platform.table),
      queues: platform.queues,
      ids: platform.ids,
      contextOf: systemContexts(platform, declaration.operationId),
    }),
  );

export const handler = lambdaHandler(declaration, wire, { table: awsTable, queues: awsQueues });
