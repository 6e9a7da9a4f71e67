import { dynamoEventFinder } from '../../events/infrastructure/dynamo-event-log.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoLoadStore } from '../infrastructure/dynamo-load-store.ts';
import { getLoad as declaration } from './declaration.ts';
import { getLoad } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys'>;

export const wire = (platform: Needs) =>
  httpOperation(
    declaration,
    platform,
    getLoad({ loads: dynamoLoadStore(platform.table), events: dynamoEventFinder(platform.table) }),
  );

export const handler = lambdaHandler(declaration, wire, { table: awsTable, messageKeys: awsMessageKeys });
