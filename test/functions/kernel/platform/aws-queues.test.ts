import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { sqsSender } from '../../../../functions/kernel/platform/aws-queues.ts';
import { awsError, temporarilyUnavailable } from '../../../support/aws-errors.ts';

const sqs = mockClient(SQSClient);
afterAll(() => sqs.restore());
const sender = sqsSender(new SQSClient({}), { timers: 'https://sqs.example/timers' });

beforeEach(() => {
  sqs.reset();
  sqs.on(SendMessageCommand).resolves({ MessageId: 'm-1' });
});

describe('queues in SQS', () => {
  it('M-27 sends the body as it is', async () => {
    await sender.send({ queue: 'timers', body: '{"a":"ü"}' });
    expect(sqs.commandCalls(SendMessageCommand)[0]?.args[0].input).toEqual({
      QueueUrl: 'https://sqs.example/timers',
      MessageBody: '{"a":"ü"}',
    });
  });

  it('M-27 sends delay and attributes', async () => {
    await sender.send({ queue: 'timers', body: 'x', delaySeconds: 900, attributes: { 'event-id': 'e1' } });
    expect(sqs.commandCalls(SendMessageCommand)[0]?.args[0].input).toMatchObject({
      DelaySeconds: 900,
      MessageAttributes: { 'event-id': { DataType: 'String', StringValue: 'e1' } },
    });
  });

  it('M-27 names whose message it is, so that one sender does not hold up the others', async () => {
    await sender.send({ queue: 'timers', body: 'x', group: 'ten_1' });
    expect(sqs.commandCalls(SendMessageCommand)[0]?.args[0].input).toMatchObject({ MessageGroupId: 'ten_1' });
  });

  it('M-27 fails for a queue that the declaration does not list', async () => {
    await expect(sender.send({ queue: 'other', body: 'x' })).rejects.toThrow('queue other');
    expect(sqs.calls()).toHaveLength(0);
  });

  it('M-27 says so when the queue does not hold the message', async () => {
    sqs.on(SendMessageCommand).rejects(awsError('RequestThrottled'));
    await expect(sender.send({ queue: 'timers', body: 'x' })).rejects.toMatchObject(temporarilyUnavailable);
  });
});
