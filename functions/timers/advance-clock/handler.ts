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
  const { table, operations, clock } = platform;
  const twin = sandboxControl(platform);
  const useCase = advanceClock({
    timers: dynamoTimerStore(table),
    operations,
    businessClock: dynamoBusinessClock(table, twin),
    commotion: observedCommotion(table, clock, twin),
    unitOfWork: unitOfWork(platform),
    clock,
  });
  return httpOperation(declaration, platform, useCase);
};

const secure = { messageKeys: awsMessageKeys, secrets: awsSecrets };
const builders = { table: awsTable, operations: awsOperations, fetch: awsFetch, ...secure };
export const handler = lambdaHandler(declaration, wire, builders);
