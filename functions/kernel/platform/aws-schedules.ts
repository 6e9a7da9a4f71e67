import { createHash } from 'node:crypto';
import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { CreateScheduleCommandInput } from '@aws-sdk/client-scheduler';
import { Temporal } from 'temporal-polyfill';
import type { Environment, ScheduleNames } from '../config/environment.ts';
import { answered, clientSettings, declared, isNamed } from './aws-client.ts';
import type { ScheduleService } from './platform.ts';

const allowedName = /^[0-9A-Za-z._-]{1,64}$/;
const secondsPerHour = 3600;

/** A name that Scheduler would refuse is replaced by its hash, the same every time. */
const physicalName = (name: string): string =>
  allowedName.test(name) ? name : createHash('sha256').update(name).digest('hex');

/** `at(2026-11-22T10:00:00)`, UTC. */
const atExpression = (epochSeconds: number): string =>
  `at(${Temporal.Instant.fromEpochMilliseconds(epochSeconds * 1000)
    .toString({ smallestUnit: 'second' })
    .slice(0, -1)})`;

type Schedule = Parameters<ScheduleService['create']>[0];

const definition = (names: ScheduleNames, schedule: Schedule): CreateScheduleCommandInput => ({
  Name: physicalName(schedule.name),
  GroupName: names.group,
  ScheduleExpression: atExpression(schedule.dueAtEpochSeconds),
  ScheduleExpressionTimezone: 'UTC',
  FlexibleTimeWindow: { Mode: 'OFF' },
  ActionAfterCompletion: 'DELETE',
  Target: {
    Arn: declared(names.queueArns, 'queue', schedule.queue),
    RoleArn: names.roleArn,
    Input: schedule.body,
    // After a day the five-minute sweep has long fired the timer; the dead letter is for the operator.
    RetryPolicy: { MaximumRetryAttempts: 10, MaximumEventAgeInSeconds: 24 * secondsPerHour },
    DeadLetterConfig: { Arn: names.deadLetterArn },
  },
});

/** Creates; a name that is taken is updated; one that went away in between (it fired) is created after all. */
const put = async (client: SchedulerClient, input: CreateScheduleCommandInput): Promise<void> => {
  const steps = [CreateScheduleCommand, UpdateScheduleCommand, CreateScheduleCommand] as const;
  for (const [index, Step] of steps.entries()) {
    try {
      await answered(client.send(new Step(input)));
      return;
    } catch (error) {
      const isLast = index === steps.length - 1;
      if (isLast || !isNamed(error, 'ConflictException', 'ResourceNotFoundException')) throw error;
    }
  }
};

/** One-time schedules that send to a queue and delete themselves. */
export const schedulerService = (client: SchedulerClient, names: ScheduleNames): ScheduleService => ({
  create: async (schedule) => put(client, definition(names, schedule)),
  delete: async (name) => {
    try {
      await answered(client.send(new DeleteScheduleCommand({ Name: physicalName(name), GroupName: names.group })));
    } catch (error) {
      if (!isNamed(error, 'ResourceNotFoundException')) throw error;
    }
  },
});

export const awsSchedules = (environment: Environment): ScheduleService =>
  schedulerService(new SchedulerClient(clientSettings({ attempts: 3, requestTimeoutMs: 2000 })), environment.schedules);
