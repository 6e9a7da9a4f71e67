import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { pairOf } from '../../scripts/queues/dead-letters.ts';
import { redrive } from '../../scripts/queues/redrive.ts';

const sqs = mockClient(SQSClient);
afterAll(() => sqs.restore());
const nowMs = 1_800_000_000_000;
const secretBody = '{"raw":"not-to-be-shown"}';

const failure = (name: string): Error => Object.assign(new Error(name), { name });

const message = (id: string, ageSeconds = 60) => ({
  MessageId: id,
  ReceiptHandle: `handle-${id}`,
  Body: secretBody,
  Attributes: { SentTimestamp: String(nowMs - ageSeconds * 1000) },
});

const holding = (waiting: number, ...batches: readonly (readonly ReturnType<typeof message>[])[]): void => {
  sqs.on(GetQueueUrlCommand).callsFake(({ QueueName: name }) => ({ QueueUrl: `https://sqs.test/${String(name)}` }));
  sqs.on(GetQueueAttributesCommand).callsFake(({ QueueUrl: url }) => ({
    Attributes: {
      QueueArn: `arn:aws:sqs:ap-south-1:000000000000:${String(url).split('/').at(-1) ?? ''}`,
      ApproximateNumberOfMessages: String(waiting),
    },
  }));
  const left = [...batches];
  sqs.on(ReceiveMessageCommand).callsFake(() => ({ Messages: [...(left.shift() ?? [])] }));
};

const run = async (isDryRun = false): Promise<{ moved: number; lines: readonly string[] }> => {
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);
  const moved = await redrive(new SQSClient({}), pairOf('dev', 'issuer-events'), {
    ...{ isDryRun, nowMs, pollMs: 1, print },
  });
  return { moved, lines };
};

const noTasks = (): void => void sqs.on(StartMessageMoveTaskCommand).rejects(failure('InvalidAction'));
const sent = () => sqs.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => input);
const deleted = () => sqs.commandCalls(DeleteMessageCommand).map(({ args: [{ input }] }) => input.ReceiptHandle);

beforeEach(() => sqs.reset());

describe('dlq:redrive', () => {
  it('I18 starts a move task from the dead-letter queue to its queue and waits for its end', async () => {
    holding(3);
    sqs.on(StartMessageMoveTaskCommand).resolves({});
    sqs
      .on(ListMessageMoveTasksCommand)
      .resolvesOnce({ Results: [{ Status: 'RUNNING' }] })
      .resolves({ Results: [{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 3 }] });
    const { moved, lines } = await run();
    expect(moved).toBe(3);
    expect(lines.at(-1)).toBe('nodal-dev-issuer-events-dlq: 3 moved to nodal-dev-issuer-events');
    expect(sqs.commandCalls(StartMessageMoveTaskCommand)[0]?.args[0].input).toEqual({
      SourceArn: 'arn:aws:sqs:ap-south-1:000000000000:nodal-dev-issuer-events-dlq',
      DestinationArn: 'arn:aws:sqs:ap-south-1:000000000000:nodal-dev-issuer-events',
    });
    expect(sent()).toEqual([]);
  });

  it('says how far a failed move task came', async () => {
    holding(3);
    sqs.on(StartMessageMoveTaskCommand).resolves({});
    const failed = { Status: 'FAILED', ApproximateNumberOfMessagesMoved: 1, FailureReason: 'CouldNotDetermineSource' };
    sqs.on(ListMessageMoveTasksCommand).resolves({ Results: [failed] });
    await expect(run()).rejects.toThrow('stopped after 1 messages: CouldNotDetermineSource');
  });

  it('I18 moves one by one where there are no move tasks: sends first, then deletes', async () => {
    holding(2, [message('a'), message('b')]);
    noTasks();
    expect((await run()).moved).toBe(2);
    expect(sent().map(({ QueueUrl: url, MessageBody: body }) => [url, body])).toEqual(
      Array(2).fill(['https://sqs.test/nodal-dev-issuer-events', secretBody]),
    );
    expect(deleted()).toEqual(['handle-a', 'handle-b']);
    const order = sqs.calls().map(({ args: [command] }) => command.constructor.name);
    expect(order.indexOf('SendMessageCommand')).toBeLessThan(order.indexOf('DeleteMessageCommand'));
  });

  it('I18 keeps a dead letter that could not be sent', async () => {
    holding(1, [message('a')]);
    noTasks();
    sqs.on(SendMessageCommand).rejects(failure('ServiceUnavailable'));
    await expect(run()).rejects.toThrow('ServiceUnavailable');
    expect(deleted()).toEqual([]);
  });

  it('I18 moves no more than were there at the start, so that what fails again does not go round', async () => {
    holding(1, [message('a')], [message('a')], [message('a')]);
    noTasks();
    expect((await run()).moved).toBe(1);
  });

  it('falls back only where move tasks are unknown', async () => {
    holding(1, [message('a')]);
    sqs.on(StartMessageMoveTaskCommand).rejects(failure('AccessDenied'));
    await expect(run()).rejects.toThrow('AccessDenied');
    expect(sent()).toEqual([]);
  });

  it('only shows ids and ages in a dry run, and lets the messages go again', async () => {
    holding(12, [message('a', 90), message('b', 5)]);
    const { moved, lines } = await run(true);
    expect([moved, lines]).toEqual([
      12,
      ['nodal-dev-issuer-events-dlq: 12 waiting', '  a  90 s old', '  b  5 s old', '  and about 10 more'],
    ]);
    expect(sqs.commandCalls(ChangeMessageVisibilityCommand).map(({ args: [{ input }] }) => input)).toEqual(
      ['a', 'b'].map((id) => ({
        QueueUrl: 'https://sqs.test/nodal-dev-issuer-events-dlq',
        ReceiptHandle: `handle-${id}`,
        VisibilityTimeout: 0,
      })),
    );
    expect([sent(), deleted(), sqs.commandCalls(StartMessageMoveTaskCommand)]).toEqual([[], [], []]);
  });

  it('does nothing with an empty dead-letter queue', async () => {
    holding(0);
    expect(await run()).toEqual({ moved: 0, lines: ['nodal-dev-issuer-events-dlq: 0 waiting'] });
    expect(sqs.commandCalls(StartMessageMoveTaskCommand)).toHaveLength(0);
  });

  it('says that there is no such queue', async () => {
    sqs.on(GetQueueUrlCommand).rejects(failure('QueueDoesNotExist'));
    await expect(run()).rejects.toThrow('There is no queue nodal-dev-issuer-events');
  });
});
