import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AwsEvents } from '../../functions/kernel/operation/declaration.ts';
import { pascal } from '../names.ts';
import type { Site } from '../site.ts';
import { DeadLetterQueue } from './house-queue.ts';

export interface AwsEventSubscriptionProps {
  readonly site: Site;
  /** Queue name without the stage; the rules are named after it and their source. */
  readonly name: string;
  readonly queue: sqs.IQueue;
  readonly awsEvents: readonly AwsEvents[];
  readonly impact: string;
}

const picked = (value: string): string => (value.startsWith('$.') ? events.EventField.fromPath(value) : value);

/** Events of AWS itself, on the account's own bus, to a queue: a rule per service, with one dead-letter queue. */
export class AwsEventSubscription extends Construct {
  constructor(scope: Construct, id: string, props: AwsEventSubscriptionProps) {
    super(scope, id);
    const { site } = props;
    const undelivered = new DeadLetterQueue(this, 'Undelivered', {
      site,
      name: `${props.name}-aws-rule-dlq`,
      impact: `Events of AWS did not reach the queue: ${props.impact}`,
      takesFrom: 'delivery',
    });
    for (const { source, detailTypes, pick } of props.awsEvents) {
      const service = source.replace('aws.', '');
      const members = Object.fromEntries(Object.entries(pick).map(([name, value]) => [name, picked(value)]));
      new events.Rule(this, pascal(service), {
        ruleName: site.names.queue(`${props.name}-${service}`),
        eventPattern: { source: [source], detailType: [...detailTypes] },
        targets: [
          new targets.SqsQueue(props.queue, {
            deadLetterQueue: undelivered.queue,
            maxEventAge: Duration.hours(24),
            retryAttempts: 185,
            message: events.RuleTargetInput.fromObject(members),
          }),
        ],
      });
    }
  }
}
