import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { kebab } from '../../functions/kernel/operation/declaration.ts';
import { published } from '../published.ts';
import type { Site } from '../site.ts';
import { DeadLetterQueue } from './house-queue.ts';
import { OperationalAlarm } from './operational-alarm.ts';
import type { OperationFunction } from './operation-function.ts';

export interface StreamConsumerProps {
  readonly site: Site;
  readonly consumer: OperationFunction;
  readonly batchSize: number;
  readonly impact: string;
}

/** Reads the table's stream in order; a record that fails for a day goes to the dead-letter queue by its position. */
export class StreamConsumer extends Construct {
  constructor(scope: Construct, id: string, props: StreamConsumerProps) {
    super(scope, id);
    const { site, consumer } = props;
    const streamArn = site.published.read(this, published.tableStream);
    const poison = new DeadLetterQueue(this, 'Poison', {
      site,
      name: `${kebab(consumer.declaration.operationId)}-dlq`,
      impact: `Skipped for good: ${props.impact}`,
      takesFrom: 'delivery',
    });
    consumer.allow(
      new iam.PolicyStatement({
        actions: [
          'dynamodb:DescribeStream',
          'dynamodb:GetRecords',
          'dynamodb:GetShardIterator',
          'dynamodb:ListStreams',
        ],
        resources: [streamArn],
      }),
      new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [poison.queue.queueArn] }),
    );
    new lambda.EventSourceMapping(this, 'Mapping', {
      target: consumer.function,
      eventSourceArn: streamArn,
      startingPosition: lambda.StartingPosition.TRIM_HORIZON,
      batchSize: props.batchSize,
      // One batch of a shard at a time: the order of one resource's records is part of the contract.
      parallelizationFactor: 1,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      maxRecordAge: Duration.hours(23),
      retryAttempts: 1000,
      onFailure: new sources.SqsDlq(poison.queue),
    });
    new OperationalAlarm(this, 'Behind', {
      site,
      metric: new cloudwatch.Metric({
        namespace: 'AWS/Lambda',
        metricName: 'IteratorAge',
        dimensionsMap: { FunctionName: consumer.function.functionName },
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
      threshold: Duration.minutes(5).toMilliseconds(),
      impact: `Late by more than five minutes: ${props.impact}`,
      runbook: 'stream-lag',
    });
  }
}
