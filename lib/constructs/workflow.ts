import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Site } from '../site.ts';
import { acknowledge } from './acknowledge.ts';
import { encryptedLogs } from './encrypted-logs.ts';
import { OperationalAlarm } from './operational-alarm.ts';
import type { OperationFunction } from './operation-function.ts';

export interface WorkflowProps {
  readonly site: Site;
  /** Without the stage, such as `card-issuance`. */
  readonly name: string;
  /** Draws the states inside the workflow. */
  readonly draw: (scope: Construct) => sfn.IChainable;
  readonly timeout: Duration;
  /** Functions that the states invoke; the machine may invoke no other. */
  readonly tasks: readonly OperationFunction[];
  readonly impact: string;
}

/** A state machine that is traced and fully logged, without the data that passes through it. */
export class Workflow extends Construct {
  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const { site } = props;
    const name = site.names.workflow(props.name);
    const logGroup = encryptedLogs(this, site, `/aws/vendedlogs/states/${name}`);
    const machine = new sfn.StateMachine(this, 'Machine', {
      stateMachineName: name,
      definitionBody: sfn.DefinitionBody.fromChainable(props.draw(this)),
      role: this.#role(props.tasks).withoutPolicyUpdates(),
      timeout: props.timeout,
      tracingEnabled: true,
      logs: { destination: logGroup, level: sfn.LogLevel.ALL, includeExecutionData: false },
    });
    new OperationalAlarm(this, 'Failed', {
      site,
      metric: new cloudwatch.MathExpression({
        expression: 'failed + timedOut',
        usingMetrics: {
          failed: machine.metricFailed({ period: Duration.minutes(15) }),
          timedOut: machine.metricTimedOut({ period: Duration.minutes(15) }),
        },
        period: Duration.minutes(15),
      }),
      threshold: 5,
      impact: props.impact,
      runbook: 'workflow-failed',
    });
  }

  #role(tasks: readonly OperationFunction[]): iam.Role {
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('states.amazonaws.com'),
      inlinePolicies: {
        Run: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({
              actions: ['lambda:InvokeFunction'],
              resources: tasks.map((task) => task.function.functionArn),
            }),
            new iam.PolicyStatement({
              actions: [
                'logs:CreateLogDelivery',
                'logs:DeleteLogDelivery',
                'logs:DescribeLogGroups',
                'logs:DescribeResourcePolicies',
                'logs:GetLogDelivery',
                'logs:ListLogDeliveries',
                'logs:PutResourcePolicy',
                'logs:UpdateLogDelivery',
                'xray:PutTelemetryRecords',
                'xray:PutTraceSegments',
              ],
              resources: ['*'],
            }),
          ],
        }),
      },
    });
    acknowledge(role, { 'AwsSolutions-IAM5[Resource::*]': 'Log deliveries and X-Ray have no resources to name.' });
    return role;
  }
}
