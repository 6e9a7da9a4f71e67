import { eventAccess } from '../../events/event-access.ts';
import { dynamoEventLog } from '../../events/infrastructure/dynamo-event-log.ts';
import { timerOperation } from '../../kernel/operation/task-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsQueues } from '../../kernel/platform/aws-queues.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import { dynamoDeliveryStore } from '../infrastructure/dynamo-delivery-store.ts';
import { dynamoEndpointDirectory } from '../infrastructure/dynamo-endpoint-store.ts';
import { continueRecovery as declaration } from './declaration.ts';
import { continueRecovery } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'queues' | 'secrets'>;

export const wire = (platform: Needs) => {
  const { table, queues, secrets, ids } = platform;
  const useCase = continueRecovery({
    access: eventAccess(dynamoProgramDirectory(table)),
    events: dynamoEventLog(table, pager(secrets)),
    endpoints: dynamoEndpointDirectory(table),
    deliveries: dynamoDeliveryStore(table),
    queues,
    unitOfWork: unitOfWork(platform),
    ids,
  });
  return timerOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, queues: awsQueues, secrets: awsSecrets });
