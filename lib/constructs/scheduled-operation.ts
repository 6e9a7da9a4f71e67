import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as destinations from 'aws-cdk-lib/aws-lambda-destinations';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { kebab } from '../../functions/kernel/operation/declaration.ts';
import type { Site } from '../site.ts';
import { DeadLetterQueue } from './house-queue.ts';
import type { OperationFunction } from './operation-function.ts';

/** Lambda keeps no asynchronous call longer. */
const longestEventAgeMinutes = 6 * 60;

export interface ScheduledOperationProps {
  readonly site: Site;
  readonly operation: OperationFunction;
  readonly everyMinutes: number;
  readonly impact: string;
}

/** Runs an operation again and again. A missed run is not made up for: the next one sees the same overdue work. */
export class ScheduledOperation extends Construct {
  constructor(scope: Construct, id: string, props: ScheduledOperationProps) {
    super(scope, id);
    const { site, operation } = props;
    const name = kebab(operation.declaration.operationId);
    const failed = new DeadLetterQueue(this, 'Failed', {
      site,
      name: `${name}-dlq`,
      impact: `Did not run: ${props.impact}`,
      takesFrom: 'delivery',
    });
    const send = new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [failed.queue.queueArn] });
    operation.allow(send);
    operation.function.configureAsyncInvoke({
      onFailure: new destinations.SqsDestination(failed.queue),
      maxEventAge: Duration.minutes(Math.min(props.everyMinutes, longestEventAgeMinutes)),
      retryAttempts: 1,
    });
    const invoke = new iam.PolicyStatement({
      actions: ['lambda:InvokeFunction'],
      resources: [operation.function.functionArn],
    });
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com'),
      inlinePolicies: { Run: new iam.PolicyDocument({ statements: [invoke, send] }) },
    });
    new scheduler.CfnSchedule(this, 'Schedule', {
      name: site.names.queue(name),
      scheduleExpression: `rate(${props.everyMinutes} minute${props.everyMinutes === 1 ? '' : 's'})`,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: operation.function.functionArn,
        roleArn: role.roleArn,
        deadLetterConfig: { arn: failed.queue.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: props.everyMinutes * 60, maximumRetryAttempts: 3 },
      },
    });
  }
}
