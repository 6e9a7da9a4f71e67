import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import { eventAccess } from '../event-access.ts';
import { dynamoEventFinder } from '../infrastructure/dynamo-event-log.ts';
import { getEvent as declaration } from './declaration.ts';
import { getEvent } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys'>;

export const wire = (platform: Needs) =>
  httpOperation(
    declaration,
    platform,
    getEvent({
      events: dynamoEventFinder(platform.table),
      access: eventAccess(dynamoProgramDirectory(platform.table)),
    }),
  );

export const handler = lambdaHandler(declaration, wire, { table: awsTable, messageKeys: awsMessageKeys });
