import { eventAccess } from '../../events/event-access.ts';
import { queueOperation } from '../../kernel/operation/queue-operation.ts';
import { systemContexts } from '../../kernel/operation/system-context.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import { dynamoDeliveryStore } from '../infrastructure/dynamo-delivery-store.ts';
import { dynamoEndpointDirectory, dynamoEndpointWrites } from '../infrastructure/dynamo-endpoint-store.ts';
import { dynamoHealthLog } from '../infrastructure/dynamo-health-log.ts';
import { guardedSender } from '../infrastructure/guarded-sender.ts';
import { jweSecretOpener } from '../../kernel/outbound/jwe-secret-opener.ts';
import { addressGuard } from '../../kernel/outbound/public-addresses.ts';
import { deliverEvent as declaration } from './declaration.ts';
import { deliverEvent } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys'>;

export const wire = (platform: Needs) => {
  const { table, messageKeys, settings, random } = platform;
  const useCase = deliverEvent({
    access: eventAccess(dynamoProgramDirectory(table)),
    endpoints: dynamoEndpointDirectory(table),
    writes: dynamoEndpointWrites,
    deliveries: dynamoDeliveryStore(table),
    health: dynamoHealthLog(table),
    vault: jweSecretOpener(messageKeys),
    sender: guardedSender({ guard: addressGuard(settings) }),
    unitOfWork: unitOfWork(platform),
    random,
    contextOf: systemContexts(platform, declaration.operationId),
  });
  return queueOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, messageKeys: awsMessageKeys });
