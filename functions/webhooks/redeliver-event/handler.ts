import { eventAccess } from '../../events/event-access.ts';
import { dynamoEventFinder } from '../../events/infrastructure/dynamo-event-log.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import { dynamoDeliveryStore } from '../infrastructure/dynamo-delivery-store.ts';
import { dynamoEndpointDirectory } from '../infrastructure/dynamo-endpoint-store.ts';
import { redeliverEvent as declaration } from './declaration.ts';
import { redeliverEvent } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys'>;

export const wire = (platform: Needs) =>
  httpOperation(
    declaration,
    platform,
    redeliverEvent({
      access: eventAccess(dynamoProgramDirectory(platform.table)),
      events: dynamoEventFinder(platform.table),
      endpoints: dynamoEndpointDirectory(platform.table),
      deliveries: dynamoDeliveryStore(platform.table),
      unitOfWork: unitOfWork(platform),
      ids: platform.ids,
    }),
  );

export const handler = lambdaHandler(declaration, wire, { table: awsTable, messageKeys: awsMessageKeys });
