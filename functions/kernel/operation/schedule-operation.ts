import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { BasePlatform } from '../platform/platform.ts';
import { measuredTrigger } from './measured-trigger.ts';
import type { ScheduleDeclaration } from './declaration.ts';

/** The chain of an operation that runs every N minutes. A failure is retried by the schedule's retry policy. */
export const scheduleOperation = (
  declaration: ScheduleDeclaration,
  platform: BasePlatform,
  useCase: () => Promise<void>,
): ((event: unknown, context: Context) => Promise<void>) =>
  middy<unknown, undefined>(async () => {
    await useCase();
    return undefined;
  }).use(measuredTrigger(declaration.operationId, platform));
