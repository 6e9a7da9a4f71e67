import { queueOperation } from '../../kernel/operation/queue-operation.ts';
import { systemContexts } from '../../kernel/operation/system-context.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { scheduleHoldExpiry as declaration } from './declaration.ts';
import { scheduleHoldExpiry } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table'>;

export const wire = (platform: Needs) => {
  const contextOf = systemContexts(platform, declaration.operationId);
  return queueOperation(declaration, platform, scheduleHoldExpiry({ unitOfWork: unitOfWork(platform), contextOf }));
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable });
