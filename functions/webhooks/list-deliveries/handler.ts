import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoDeliveryList } from '../infrastructure/dynamo-delivery-store.ts';
import { dynamoEndpointDirectory } from '../infrastructure/dynamo-endpoint-store.ts';
import { listDeliveries as declaration } from './declaration.ts';
import { listDeliveries } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys'>;

export const wire = (platform: Needs) =>
  httpOperation(
    declaration,
    platform,
    listDeliveries({
      endpoints: dynamoEndpointDirectory(platform.table),
      deliveries: dynamoDeliveryList(platform.table, pager(platform.secrets)),
    }),
  );

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  secrets: awsSecrets,
  messageKeys: awsMessageKeys,
});
