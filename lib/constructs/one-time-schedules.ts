import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { Site } from '../site.ts';
import { DeadLetterQueue } from './house-queue.ts';

export interface OneTimeSchedulesProps {
  readonly site: Site;
  /** Queues that schedules may send to, without the stage. */
  readonly queues: readonly string[];
}

/** The group that holds the platform's timers, the role they send with and where undeliverable ones end. */
export class OneTimeSchedules extends Construct {
  constructor(scope: Construct, id: string, props: OneTimeSchedulesProps) {
    super(scope, id);
    const { site, queues } = props;
    new scheduler.CfnScheduleGroup(this, 'Group', { name: site.names.scheduleGroup });
    const undelivered = new DeadLetterQueue(this, 'Undelivered', {
      site,
      name: site.names.scheduleDeadLetters,
      impact: 'A timer was due and reached no queue; the sweep fires it within five minutes unless it fails too.',
      takesFrom: 'delivery',
    });
    const targets = [...queues.map((queue) => site.names.queueArn(queue)), undelivered.queue.queueArn];
    const send = new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: targets });
    new iam.Role(this, 'Role', {
      roleName: site.names.schedulerRole,
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com'),
      inlinePolicies: { Send: new iam.PolicyDocument({ statements: [send] }) },
    });
  }
}
