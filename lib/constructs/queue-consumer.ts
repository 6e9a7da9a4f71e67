import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Site } from '../site.ts';
import { acknowledge } from './acknowledge.ts';
import { WorkQueue } from './house-queue.ts';
import type { OperationFunction } from './operation-function.ts';

export interface QueueConsumerProps {
  readonly site: Site;
  /** Queue name without the stage. */
  readonly queue: string;
  readonly consumer: OperationFunction;
  /** What does not happen while messages wait, for whom. */
  readonly impact: string;
  readonly batchSize?: number;
  /** Invocations at a time; protects what the consumer calls. */
  readonly maxConcurrency?: number;
}

/** A queue and the one function that works it off; a failed message returns alone, not with its batch. */
export class QueueConsumer extends Construct {
  readonly queue: sqs.Queue;

  constructor(scope: Construct, id: string, props: QueueConsumerProps) {
    super(scope, id);
    const { consumer } = props;
    const work = new WorkQueue(this, 'Work', {
      site: props.site,
      name: props.queue,
      consumerTimeout: consumer.timeout,
      impact: props.impact,
    });
    this.queue = work.queue;
    consumer.allow(
      new iam.PolicyStatement({
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'],
        resources: [this.queue.queueArn],
      }),
    );
    const mapping = new lambda.EventSourceMapping(this, 'Mapping', {
      target: consumer.function,
      eventSourceArn: this.queue.queueArn,
      batchSize: props.batchSize ?? 10,
      maxBatchingWindow: Duration.seconds(0),
      maxConcurrency: props.maxConcurrency ?? 10,
      reportBatchItemFailures: true,
    });
    acknowledge(mapping, {
      'Serverless-LambdaEventSourceMappingDestination':
        'A queue has no failure destination: messages that fail five times go to its dead-letter queue.',
    });
  }
}
