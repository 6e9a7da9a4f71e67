import { queueOperation } from '../../kernel/operation/queue-operation.ts';
import { systemContexts } from '../../kernel/operation/system-context.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoNotifier } from '../../notifications/infrastructure/dynamo-notifier.ts';
import { dynamoCardMandates } from '../infrastructure/dynamo-card-mandate-store.ts';
import { hearOfCardMandateNotice as declaration } from './declaration.ts';
import { hearOfCardMandateNotice } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table'>;

export const wire = (platform: Needs) => {
  const contextOf = systemContexts(platform, declaration.operationId);
  const mandates = dynamoCardMandates(platform.table);
  return queueOperation(
    declaration,
    platform,
    hearOfCardMandateNotice({ mandates, notifier: dynamoNotifier(), unitOfWork: unitOfWork(platform), contextOf }),
  );
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable });
