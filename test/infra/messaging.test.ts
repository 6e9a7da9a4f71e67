import { describe, expect, it } from 'vitest';
import { subdomains } from '../../lib/subdomains.ts';
import type { TemplateResource } from '../../lib/templates.ts';
import { fixtureSubdomains } from './fixtures/declarations.ts';
import { statementsOf, synthesize } from './fixtures/synthesized.ts';

interface QueueProperties {
  readonly QueueName: string;
  readonly SqsManagedSseEnabled?: boolean;
  readonly MessageRetentionPeriod: number;
  readonly VisibilityTimeout: number;
  readonly RedrivePolicy?: { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number };
}

const queueOf = ({ properties }: TemplateResource): QueueProperties => properties as unknown as QueueProperties;
const arnOf = (name: string): string => `arn:aws:sqs:ap-south-1:000000000000:${name}`;

describe.each([
  ['dev', synthesize('dev'), subdomains],
  ['production', synthesize('production'), subdomains],
  ['one of every kind', synthesize('dev', fixtureSubdomains), fixtureSubdomains],
] as const)('messages of %s', (_stage, { all, resources }, declared) => {
  const queues = all('AWS::SQS::Queue');
  const names = new Set(queues.map((queue) => queueOf(queue).QueueName));
  const workQueues = queues.map(queueOf).filter(({ RedrivePolicy }) => RedrivePolicy !== undefined);
  const alarms = all('AWS::CloudWatch::Alarm');

  const alarmsOn = (metricName: string, dimension: string): readonly TemplateResource[] =>
    alarms.filter(
      ({ properties }) =>
        properties['MetricName'] === metricName &&
        (properties['Dimensions'] as { Value: string }[]).some(({ Value }) => Value === dimension),
    );

  it('encrypts every queue and refuses plain connections to it', () => {
    const policies = all('AWS::SQS::QueuePolicy');
    expect(queues.length).toBeGreaterThan(3);
    for (const queue of queues) {
      expect(queueOf(queue).SqsManagedSseEnabled).toBe(true);
      const [policy] = policies.filter(
        ({ stack, properties }) =>
          stack === queue.stack && JSON.stringify(properties['Queues']).includes(queueOf(queue).QueueName),
      );
      const denials = statementsOf(policy?.properties['PolicyDocument']).filter(
        ({ Condition }) => Condition?.['Bool']?.['aws:SecureTransport'] === 'false',
      );
      expect(denials.map(({ Action }) => Action)).toEqual([['sqs:*']]);
    }
  });

  it('gives every work queue a dead-letter queue that keeps messages longer, after five tries', () => {
    expect(workQueues.length).toBeGreaterThan(1);
    for (const { RedrivePolicy, MessageRetentionPeriod, QueueName } of workQueues) {
      const deadLetters = queues.map(queueOf).find((queue) => queue.QueueName === `${QueueName}-dlq`);
      expect(RedrivePolicy).toEqual({ deadLetterTargetArn: arnOf(`${QueueName}-dlq`), maxReceiveCount: 5 });
      expect(deadLetters?.MessageRetentionPeriod).toBeGreaterThan(MessageRetentionPeriod);
    }
  });

  it('leaves no queue but dead-letter queues without a dead-letter queue', () => {
    const without = [...names].filter((name) => !workQueues.some(({ QueueName }) => QueueName === name));
    expect(without.filter((name) => !name.endsWith('-dlq'))).toEqual([]);
  });

  it('hides a message for six times the time its consumer may take', () => {
    const functions = new Map(
      all('AWS::Lambda::Function').map(({ properties }) => [
        properties['FunctionName'],
        properties['Timeout'] as number,
      ]),
    );
    const mappings = all('AWS::Lambda::EventSourceMapping').map(({ properties }) => properties);
    for (const { QueueName, VisibilityTimeout } of workQueues) {
      const consumers = mappings.filter(({ EventSourceArn }) => EventSourceArn === arnOf(QueueName));
      expect(consumers).toHaveLength(1);
      const timeout = functions.get(consumers[0]?.['FunctionName']);
      expect(timeout).toBeGreaterThan(0);
      expect(VisibilityTimeout).toBeGreaterThanOrEqual(6 * (timeout ?? Infinity));
    }
  });

  it('rings for every dead letter and for every work queue that falls behind', () => {
    for (const name of names) {
      const depth = alarmsOn('ApproximateNumberOfMessagesVisible', name);
      expect(depth.map(({ properties }) => properties['Threshold'])).toEqual(name.endsWith('-dlq') ? [0] : []);
    }
    for (const { QueueName } of workQueues) {
      const age = alarmsOn('ApproximateAgeOfOldestMessage', QueueName);
      expect(age.map(({ properties }) => properties['Threshold'])).toEqual([300]);
    }
  });

  it('answers batches in part and limits how many run at a time', () => {
    for (const { properties } of all('AWS::Lambda::EventSourceMapping')) {
      expect(properties['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
      const isQueue = String(properties['EventSourceArn']).startsWith('arn:aws:sqs');
      expect(isQueue ? properties['ScalingConfig'] : { parallel: properties['ParallelizationFactor'] }).toEqual(
        isQueue ? { MaximumConcurrency: 10 } : { parallel: 1 },
      );
    }
  });

  it('reads the stream in order, halves a failing batch and sets aside what fails for good', () => {
    const streams = all('AWS::Lambda::EventSourceMapping').filter(
      ({ properties }) => properties['StartingPosition'] !== undefined,
    );
    // DynamoDB throttles a shard from the third reader on.
    expect([1, 2]).toContain(streams.length);
    for (const { properties } of streams) {
      expect(properties).toMatchObject({
        BisectBatchOnFunctionError: true,
        StartingPosition: 'TRIM_HORIZON',
        DestinationConfig: { OnFailure: { Destination: expect.stringMatching(/-dlq$/u) } },
      });
      const alarms = alarmsOn('IteratorAge', String(properties['FunctionName']));
      expect(alarms.map((alarm) => alarm.properties['Threshold'])).toEqual([300_000]);
    }
  });

  it('retries every delivery of a rule and keeps what it cannot deliver', () => {
    for (const { properties } of all('AWS::Events::Rule')) {
      for (const target of properties['Targets'] as Record<string, unknown>[]) {
        expect(target['RetryPolicy']).toEqual({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 });
        expect(target['DeadLetterConfig']).toEqual({ Arn: expect.stringMatching(/-rule-dlq$/u) });
      }
    }
  });

  it('retries every schedule, and its function has a failure destination', () => {
    const schedules = all('AWS::Scheduler::Schedule');
    const everySchedule = declared.flatMap(({ operations }) => operations.filter(({ kind }) => kind === 'schedule'));
    expect(everySchedule.length).toBeGreaterThan(0);
    expect(schedules).toHaveLength(everySchedule.length);
    for (const { properties } of schedules) {
      expect(properties['Target']).toMatchObject({
        RetryPolicy: { MaximumRetryAttempts: 3 },
        DeadLetterConfig: { Arn: expect.stringMatching(/-dlq$/u) },
      });
    }
    expect(all('AWS::Lambda::EventInvokeConfig').map(({ properties }) => properties['DestinationConfig'])).toEqual(
      everySchedule.map(() => ({ OnFailure: { Destination: expect.stringMatching(/-dlq$/u) } })),
    );
  });

  it('consumes each queue in one place and sends only to queues that exist', () => {
    const sent = resources
      .filter(({ type }) => type === 'AWS::Lambda::Function')
      .flatMap(({ properties }) => {
        const variables = (properties['Environment'] as { Variables: Record<string, string> }).Variables;
        return Object.keys(JSON.parse(variables['NODAL_QUEUES'] ?? '{}') as object);
      });
    const known = [...names].map((name) => name.replace(/^nodal-(?:dev|production)-/u, ''));
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.filter((queue) => !known.includes(queue))).toEqual([]);
  });
});
