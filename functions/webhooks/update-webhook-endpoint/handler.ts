import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoEndpointDirectory, dynamoEndpointWrites } from '../infrastructure/dynamo-endpoint-store.ts';
import { dynamoHealthLog } from '../infrastructure/dynamo-health-log.ts';
import { addressGuard } from '../../kernel/outbound/public-addresses.ts';
import { updateWebhookEndpoint as declaration } from './declaration.ts';
import { updateWebhookEndpoint } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys'>;

export const wire = (platform: Needs) =>
  httpOperation(
    declaration,
    platform,
    updateWebhookEndpoint({
      endpoints: dynamoEndpointDirectory(platform.table),
      writes: dynamoEndpointWrites,
      health: dynamoHealthLog(platform.table),
      guard: addressGuard(platform.settings),
      unitOfWork: unitOfWork(platform),
    }),
  );

export const handler = lambdaHandler(declaration, wire, { table: awsTable, messageKeys: awsMessageKeys });
