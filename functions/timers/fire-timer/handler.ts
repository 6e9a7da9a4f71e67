import { queueOperation } from '../../kernel/operation/queue-operation.ts';
import { systemContexts } from '../../kernel/operation/system-context.ts';
import { awsOperations } from '../../kernel/platform/aws-operations.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoTimerStore } from '../infrastructure/dynamo-timer-store.ts';
import { fireTimer as declaration } from './declaration.ts';
import { fireTimer } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'operations'>;

export const wire = (platform: Needs) =>
  queueOperation(
    declaration,
    platform,
    fireTimer({
      timers: dynamoTimerStore(platform.table),
      operations: platform.operations,
      contextOf: systemContexts(platform, declaration.operationId),
    }),
  );

export const handler = lambdaHandler(declaration, wire, { table: awsTable, operations: awsOperations });
