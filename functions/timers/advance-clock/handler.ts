import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsOperations } from '../../kernel/platform/aws-operations.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { sandboxControl } from '../../providers/sandbox/sandbox-control.ts';
import { dynamoBusinessClock } from '../infrastructure/dynamo-business-clock.ts';
import { dynamoTimerStore } from '../infrastructure/dynamo-timer-store.ts';
import { observedCommotion } from '../infrastructure/observed-commotion.ts';
import { advanceClock as declaration } from './declaration.ts';
import { advanceClock } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys' | 'operations' | 'fetch'>;

export const wire = (platform: Needs) => {
  const twin = sandboxControl(platform);
  return httpOperation(
    declaration,
    platform,
    advanceClock({
      timers: dynamoTimerStore(platform.table),
      operations: platform.operations,
      businessClock: dynamoBusinessClock(platform.table, twin),
      commotion: observedCommotion(platform.table, platform.clock, twin),
      unitOfWork: unitOfWork(platform),
      clock: platform.clock,
    }),
  );
};

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  secrets: awsSecrets,
  messageKeys: awsMessageKeys,
  operations: awsOperations,
  fetch: awsFetch,
});
