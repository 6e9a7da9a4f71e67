import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import {
  dynamoEndpointDirectory,
  dynamoEndpointHistory,
  dynamoEndpointWrites,
} from '../infrastructure/dynamo-endpoint-store.ts';
import { deleteWebhookEndpoint as declaration } from './declaration.ts';
import { deleteWebhookEndpoint } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys'>;

export const wire = (platform: Needs) =>
  httpOperation(
    declaration,
    platform,
    deleteWebhookEndpoint({
      endpoints: dynamoEndpointDirectory(platform.table),
      history: dynamoEndpointHistory(platform.table),
      writes: dynamoEndpointWrites,
      unitOfWork: unitOfWork(platform),
    }),
  );

export const handler = lambdaHandler(declaration, wire, { table: awsTable, messageKeys: awsMessageKeys });
