import { Duration } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Site } from '../site.ts';
import { acknowledge } from './acknowledge.ts';
import { OperationalAlarm } from './operational-alarm.ts';

const guarded = { encryption: sqs.QueueEncryption.SQS_MANAGED, enforceSSL: true } as const;

/** Nothing in a dead-letter queue may expire before a long week-end is over. */
const deadLetterRetention = Duration.days(14);
const workRetention = Duration.days(4);

export interface DeadLetterQueueProps {
  readonly site: Site;
  /** Queue name without the stage. */
  readonly name: string;
  readonly impact: string;
  /**
   * `queue`: work that failed too often. `delivery`: what a rule, schedule, stream or asynchronous call could not
   * hand over.
   */
  readonly takesFrom: 'queue' | 'delivery';
}

/** Where failed work waits for a person; one message in it rings. */
export class DeadLetterQueue extends Construct {
  readonly queue: sqs.Queue;

  constructor(scope: Construct, id: string, props: DeadLetterQueueProps) {
    super(scope, id);
    const { site } = props;
    this.queue = new sqs.Queue(this, 'Queue', {
      ...guarded,
      queueName: site.names.queue(props.name),
      retentionPeriod: deadLetterRetention,
    });
    acknowledge(this.queue, {
      'Serverless-SQSRedrivePolicy': 'A dead-letter queue is where redriving ends; a person redrives from here.',
      ...(props.takesFrom === 'delivery'
        ? { 'AwsSolutions-SQS3': 'It is the dead-letter queue of a delivery, which the rule does not see.' }
        : {}),
    });
    new OperationalAlarm(this, 'NotEmpty', {
      site,
      metric: this.queue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
      threshold: 0,
      impact: props.impact,
      runbook: 'dead-letter-queue',
    });
  }
}

export interface WorkQueueProps {
  readonly site: Site;
  /** Queue name without the stage. */
  readonly name: string;
  /** Time-out of the consuming function; a message stays hidden for six times as long. */
  readonly consumerTimeout: Duration;
  readonly impact: string;
}

/** A queue with its dead-letter queue, its two alarms and nothing left to choose. */
export class WorkQueue extends Construct {
  readonly queue: sqs.Queue;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const { site, name, impact } = props;
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      site,
      name: `${name}-dlq`,
      impact: `Failed for good until redriven: ${impact}`,
      takesFrom: 'queue',
    });
    this.queue = new sqs.Queue(this, 'Queue', {
      ...guarded,
      queueName: site.names.queue(name),
      retentionPeriod: workRetention,
      visibilityTimeout: Duration.seconds(props.consumerTimeout.toSeconds() * 6),
      deadLetterQueue: { queue: deadLetters.queue, maxReceiveCount: 5 },
    });
    new OperationalAlarm(this, 'Late', {
      site,
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: 'Maximum' }),
      threshold: 300,
      periods: 3,
      impact: `Late by more than five minutes: ${impact}`,
      runbook: 'queue-age',
    });
  }
}
