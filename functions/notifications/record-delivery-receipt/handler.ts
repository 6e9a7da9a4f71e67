import { queueOperation } from '../../kernel/operation/queue-operation.ts';
import { systemContexts } from '../../kernel/operation/system-context.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoNotificationStore } from '../infrastructure/dynamo-notification-store.ts';
import { recordDeliveryReceipt as declaration } from './declaration.ts';
import { recordDeliveryReceipt } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table'>;

export const wire = (platform: Needs) =>
  queueOperation(
    declaration,
    platform,
    recordDeliveryReceipt({
      contextOf: systemContexts(platform, declaration.operationId),
      notifications: dynamoNotificationStore(platform.table),
      unitOfWork: unitOfWork(platform),
    }),
  );

export const handler = lambdaHandler(declaration, wire, { table: awsTable });
