import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Site } from '../site.ts';

/** One file of docs/runbooks per kind of alarm. */
export const runbooks = [
  'api-errors',
  'api-latency',
  'auth-charge-refund-overdue',
  'authorizer-failing',
  'dead-letter-queue',
  'event-quarantined',
  'event-recovered',
  'function-throttled',
  'payment-recovered',
  'payment-status-unknown',
  'provider-failing',
  'queue-age',
  'stream-lag',
  'timer-overdue',
  'webhook-rejected',
  'webhook-silence',
  'withdrawal-overdue',
  'workflow-failed',
] as const;

export type Runbook = (typeof runbooks)[number];

/** Who feels it and what to do: an alarm that cannot say so is noise. */
export interface Consequence {
  /** One sentence: what does not work, for whom. */
  readonly impact: string;
  readonly runbook: Runbook;
}

export interface OperationalAlarmProps extends Consequence {
  readonly site: Site;
  readonly metric: cloudwatch.IMetric;
  readonly threshold: number;
  /** Default: above the threshold. */
  readonly comparison?: cloudwatch.ComparisonOperator;
  /** Periods in a row. Default 1. */
  readonly periods?: number;
  /** What no data means. Default: nothing is wrong. */
  readonly missing?: cloudwatch.TreatMissingData;
}

/** An alarm that tells the people on call what it means and where to look. */
export class OperationalAlarm extends Construct {
  readonly alarm: cloudwatch.Alarm;

  constructor(scope: Construct, id: string, props: OperationalAlarmProps) {
    super(scope, id);
    const { site } = props;
    this.alarm = new cloudwatch.Alarm(this, 'Alarm', {
      alarmDescription: `${props.impact} Runbook: docs/runbooks/${props.runbook}.md`,
      metric: props.metric,
      threshold: props.threshold,
      comparisonOperator: props.comparison ?? cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: props.periods ?? 1,
      treatMissingData: props.missing ?? cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    this.alarm.addAlarmAction({ bind: () => ({ alarmActionArn: site.names.alarmTopicArn }) });
  }
}
