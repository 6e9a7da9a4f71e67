import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Site } from '../site.ts';
import { DeadLetterQueue } from './house-queue.ts';

export interface EventSubscriptionProps {
  readonly site: Site;
  /** Queue name without the stage; names the rule too. */
  readonly name: string;
  readonly queue: sqs.IQueue;
  /** Types of bus events, such as `kyc.approved`; `*` for every one that the platform publishes. */
  readonly eventTypes: readonly string[];
  readonly impact: string;
}

/** What the relay publishes has the source `nodal.<resource type>`. */
const patternOf = (eventTypes: readonly string[]): events.EventPattern =>
  eventTypes.includes('*') ? { source: events.Match.prefix('nodal.') } : { detailType: [...eventTypes] };

/** Bus events to a queue, with retries and a dead-letter queue of the rule's own. */
export class EventSubscription extends Construct {
  constructor(scope: Construct, id: string, props: EventSubscriptionProps) {
    super(scope, id);
    const { site } = props;
    const undelivered = new DeadLetterQueue(this, 'Undelivered', {
      site,
      name: `${props.name}-rule-dlq`,
      impact: `Events did not reach the queue: ${props.impact}`,
      takesFrom: 'delivery',
    });
    new events.Rule(this, 'Rule', {
      ruleName: site.names.queue(props.name),
      eventBus: events.EventBus.fromEventBusName(this, 'Bus', site.names.bus),
      eventPattern: patternOf(props.eventTypes),
      targets: [
        new targets.SqsQueue(props.queue, {
          deadLetterQueue: undelivered.queue,
          maxEventAge: Duration.hours(24),
          retryAttempts: 185,
        }),
      ],
    });
  }
}
