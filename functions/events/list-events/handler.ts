import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import { eventAccess } from '../event-access.ts';
import { dynamoEventLog } from '../infrastructure/dynamo-event-log.ts';
import { listEvents as declaration } from './declaration.ts';
import { listEvents } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys'>;

export const wire = (platform: Needs) =>
  httpOperation(
    declaration,
    platform,
    listEvents({
      events: dynamoEventLog(platform.table, pager(platform.secrets)),
      access: eventAccess(dynamoProgramDirectory(platform.table)),
    }),
  );

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  secrets: awsSecrets,
  messageKeys: awsMessageKeys,
});
