import assert from 'node:assert/strict';
import {
  CreateEventBusCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { CreateScheduleCommand, GetScheduleCommand } from '@aws-sdk/client-scheduler';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { Temporal } from 'temporal-polyfill';
import { bundleFixtures } from './bundle.ts';
import { createFunction } from './functions.ts';
import { eventually, present, probeRole, uniqueName } from './site.ts';
import type { Probe, ProbeSite } from './site.ts';

const accountArn = (service: string, name: string): string => `arn:aws:${service}:ap-south-1:000000000000:${name}`;

/** A queue with a unique name and a visibility timeout of one second. */
export async function createQueue(
  site: ProbeSite,
  word: string,
  attributes: Readonly<Record<string, string>> = {},
): Promise<{ readonly url: string; readonly arn: string }> {
  const name = uniqueName(word);
  const request = { QueueName: name, Attributes: { VisibilityTimeout: '1', ...attributes } };
  const created = await site.sqs.send(new CreateQueueCommand(request));
  return { url: present(created.QueueUrl, 'QueueUrl'), arn: accountArn('sqs', name) };
}

/** Takes one message off the queue and parses its body; `undefined` when there is none. */
export async function receive(site: ProbeSite, url: string): Promise<unknown> {
  const { Messages = [] } = await site.sqs.send(new ReceiveMessageCommand({ QueueUrl: url }));
  const [message] = Messages;
  if (message === undefined) return undefined;
  await site.sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message.ReceiptHandle }));
  const body: unknown = JSON.parse(present(message.Body, 'Body'));
  return body;
}

const redriveProbe: Probe = {
  behaviour: 'moves a message to the dead-letter queue when its function keeps failing',
  async run(site) {
    const dead = await createQueue(site, 'dead');
    const policy = { deadLetterTargetArn: dead.arn, maxReceiveCount: 2 };
    const work = await createQueue(site, 'work', { RedrivePolicy: JSON.stringify(policy) });
    const source = `export const handler = async ({ Records }) => ({
      batchItemFailures: Records.filter(({ body }) => body.includes('bad')).map((r) => ({ itemIdentifier: r.messageId })),
    });`;
    const worker = await createFunction(site, 'worker', { files: { 'index.mjs': source } });
    await site.lambda.send(
      new CreateEventSourceMappingCommand({
        EventSourceArn: work.arn,
        FunctionName: worker.name,
        BatchSize: 10,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      }),
    );
    for (const word of ['good', 'bad']) {
      await site.sqs.send(new SendMessageCommand({ QueueUrl: work.url, MessageBody: JSON.stringify({ word }) }));
    }
    const parked = await eventually('a dead letter', () => receive(site, dead.url), 20_000);
    assert.deepEqual(parked, { word: 'bad' });
    assert.equal(await receive(site, dead.url), undefined);
  },
};

const ruleProbe: Probe = {
  behaviour: 'routes an event by its pattern from a custom bus to a queue',
  async run(site) {
    const bus = uniqueName('bus');
    const rule = uniqueName('rule');
    const queue = await createQueue(site, 'events');
    await site.eventBridge.send(new CreateEventBusCommand({ Name: bus }));
    const pattern = { source: ['nodal'], detail: { amount: [{ numeric: ['>', 100] }], tenant: [{ prefix: 'ten_' }] } };
    const where = { EventBusName: bus, EventPattern: JSON.stringify(pattern) };
    await site.eventBridge.send(new PutRuleCommand({ Name: rule, ...where }));
    const target = { Rule: rule, EventBusName: bus, Targets: [{ Id: 'queue', Arn: queue.arn }] };
    await site.eventBridge.send(new PutTargetsCommand(target));
    const entry = (amount: number) => ({
      EventBusName: bus,
      Source: 'nodal',
      DetailType: 'card.created',
      Detail: JSON.stringify({ amount, tenant: 'ten_1' }),
    });
    await site.eventBridge.send(new PutEventsCommand({ Entries: [entry(50), entry(500)] }));
    const event = await eventually('the event', () => receive(site, queue.url));
    const expected = { 'detail-type': 'card.created', source: 'nodal', detail: { amount: 500, tenant: 'ten_1' } };
    assert.partialDeepStrictEqual(event, expected);
    assert.equal(await receive(site, queue.url), undefined);
  },
};

/** One second from now, by the machine's clock as the emulator reads it, in the format of a one-time schedule. */
function soon(): string {
  const due = Temporal.Instant.fromEpochMilliseconds(Math.round(performance.timeOrigin + performance.now() + 1000));
  return `at(${due.toString({ smallestUnit: 'second' }).replace('Z', '')})`;
}

async function scheduleOnce(site: ProbeSite, target: string): Promise<string> {
  const name = uniqueName('schedule');
  await site.scheduler.send(
    new CreateScheduleCommand({
      Name: name,
      ScheduleExpression: soon(),
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: { Arn: target, RoleArn: probeRole, Input: JSON.stringify({ due: 'now' }) },
    }),
  );
  return name;
}

async function untilDeleted(site: ProbeSite, name: string): Promise<void> {
  await eventually('the schedule to go', async () =>
    site.scheduler.send(new GetScheduleCommand({ Name: name })).then(
      () => undefined,
      (error: unknown) => (error instanceof Error && error.name === 'ResourceNotFoundException' ? true : undefined),
    ),
  );
}

const scheduledMessageProbe: Probe = {
  behaviour: 'sends a one-time schedule to a queue within five seconds and deletes it',
  needs: 'schedule_delay',
  async run(site) {
    const queue = await createQueue(site, 'due');
    // Twice, so that a slow sweep that happens to be close is not mistaken for a quick one.
    for (const attempt of ['first', 'second']) {
      const name = await scheduleOnce(site, queue.arn);
      const message = await eventually(`the ${attempt} message`, () => receive(site, queue.url), 6000);
      assert.deepEqual(message, { due: 'now' });
      await untilDeleted(site, name);
    }
  },
};

const scheduledFunctionProbe: Probe = {
  behaviour: 'invokes a function by a one-time schedule with the given input',
  async run(site) {
    const queue = await createQueue(site, 'fired');
    const fired = await createFunction(site, 'fired', {
      files: await bundleFixtures(),
      handler: 'forward-message/index.handler',
      environment: { QUEUE_URL: queue.url },
    });
    const name = await scheduleOnce(site, fired.arn);
    assert.deepEqual(await eventually('the call', () => receive(site, queue.url), 20_000), { due: 'now' });
    await untilDeleted(site, name);
  },
};

export const queueProbes: readonly Probe[] = [redriveProbe, ruleProbe, scheduledMessageProbe, scheduledFunctionProbe];
