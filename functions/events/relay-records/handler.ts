import { streamOperation } from '../../kernel/operation/stream-operation.ts';
import { awsBus } from '../../kernel/platform/aws-bus.ts';
import { awsQueues } from '../../kernel/platform/aws-queues.ts';
import { awsSchedules } from '../../kernel/platform/aws-schedules.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { relayRecords as declaration } from './declaration.ts';
import { relayRecords } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'bus' | 'queues' | 'schedules'>;

export const wire = (platform: Needs) =>
  streamOperation(
    declaration,
    platform,
    relayRecords({ ...platform, log: platform.log.with({ operation: declaration.operationId }) }),
  );

export const handler = lambdaHandler(declaration, wire, { bus: awsBus, queues: awsQueues, schedules: awsSchedules });
