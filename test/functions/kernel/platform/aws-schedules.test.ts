import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { schedulerService } from '../../../../functions/kernel/platform/aws-schedules.ts';
import { awsError, temporarilyUnavailable } from '../../../support/aws-errors.ts';

const scheduler = mockClient(SchedulerClient);
afterAll(() => scheduler.restore());
const schedules = schedulerService(new SchedulerClient({}), {
  group: 'nodal-dev',
  roleArn: 'arn:role',
  queueArns: { timers: 'arn:timers' },
  deadLetterArn: 'arn:dlq',
});
// 2026-11-22T10:00:05Z
const schedule = { name: 'tmr_1', dueAtEpochSeconds: 1_795_341_605, queue: 'timers', body: '{"timerId":"tmr_1"}' };
const definition = {
  Name: 'tmr_1',
  GroupName: 'nodal-dev',
  ScheduleExpression: 'at(2026-11-22T10:00:05)',
  ScheduleExpressionTimezone: 'UTC',
  FlexibleTimeWindow: { Mode: 'OFF' },
  ActionAfterCompletion: 'DELETE',
  Target: {
    Arn: 'arn:timers',
    RoleArn: 'arn:role',
    Input: '{"timerId":"tmr_1"}',
    RetryPolicy: { MaximumRetryAttempts: 10, MaximumEventAgeInSeconds: 86_400 },
    DeadLetterConfig: { Arn: 'arn:dlq' },
  },
};

beforeEach(() => {
  scheduler.reset();
});

describe('one-time schedules in EventBridge Scheduler', () => {
  it('design 5 fires once at the second, deletes itself, retries and has a dead letter queue', async () => {
    scheduler.on(CreateScheduleCommand).resolves({});
    await schedules.create(schedule);
    expect(scheduler.commandCalls(CreateScheduleCommand)[0]?.args[0].input).toEqual(definition);
  });

  it('design 5 moves a schedule whose name exists', async () => {
    scheduler.on(CreateScheduleCommand).rejects(awsError('ConflictException', 409));
    scheduler.on(UpdateScheduleCommand).resolves({});
    await schedules.create(schedule);
    expect(scheduler.commandCalls(UpdateScheduleCommand)[0]?.args[0].input).toEqual(definition);
  });

  it('design 5 creates after all when the old one fired in between', async () => {
    scheduler.on(CreateScheduleCommand).rejectsOnce(awsError('ConflictException', 409)).resolves({});
    scheduler.on(UpdateScheduleCommand).rejects(awsError('ResourceNotFoundException', 404));
    await schedules.create(schedule);
    expect(scheduler.commandCalls(CreateScheduleCommand)).toHaveLength(2);
  });

  it('design 5 gives up, and says so, when the name keeps changing hands', async () => {
    scheduler.on(CreateScheduleCommand).rejects(awsError('ConflictException', 409));
    scheduler.on(UpdateScheduleCommand).rejects(awsError('ResourceNotFoundException', 404));
    await expect(schedules.create(schedule)).rejects.toMatchObject({ name: 'ConflictException' });
    expect(scheduler.calls()).toHaveLength(3);
  });

  it('design 5 deletes, and an unknown name is no error', async () => {
    scheduler.on(DeleteScheduleCommand).resolvesOnce({}).rejects(awsError('ResourceNotFoundException', 404));
    await schedules.delete('tmr_1');
    await schedules.delete('tmr_1');
    expect(scheduler.commandCalls(DeleteScheduleCommand)[1]?.args[0].input).toEqual({
      Name: 'tmr_1',
      GroupName: 'nodal-dev',
    });
  });

  it('design 5 finds a name that Scheduler would refuse under the same hash again', async () => {
    scheduler.on(CreateScheduleCommand).resolves({});
    scheduler.on(DeleteScheduleCommand).resolves({});
    const name = `T#ten_1#TIMER#${'x'.repeat(80)}`;
    await schedules.create({ ...schedule, name });
    await schedules.delete(name);
    const created = scheduler.commandCalls(CreateScheduleCommand)[0]?.args[0].input.Name;
    expect(created).toMatch(/^[0-9a-f]{64}$/);
    expect(scheduler.commandCalls(DeleteScheduleCommand)[0]?.args[0].input.Name).toBe(created);
  });

  it('design 5 says so when Scheduler does not answer', async () => {
    scheduler.on(CreateScheduleCommand).rejects(awsError('ThrottlingException', 429));
    scheduler.on(DeleteScheduleCommand).rejects(awsError('InternalServerException', 500));
    await expect(schedules.create(schedule)).rejects.toMatchObject(temporarilyUnavailable);
    await expect(schedules.delete('tmr_1')).rejects.toMatchObject(temporarilyUnavailable);
  });
});
