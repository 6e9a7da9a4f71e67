import { RemovalPolicy } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { published } from '../published.ts';
import type { Site } from '../site.ts';
import type { Stage } from '../stages.ts';

const retentions: Readonly<Record<Stage['logRetentionDays'], logs.RetentionDays>> = {
  7: logs.RetentionDays.ONE_WEEK,
  30: logs.RetentionDays.ONE_MONTH,
  365: logs.RetentionDays.ONE_YEAR,
};

/** A log group under the stage's key that forgets after the stage's time. */
export const encryptedLogs = (scope: Construct, site: Site, logGroupName: string): logs.LogGroup =>
  new logs.LogGroup(scope, 'Logs', {
    logGroupName,
    retention: retentions[site.stage.logRetentionDays],
    encryptionKey: kms.Key.fromKeyArn(scope, 'LogKey', site.published.read(scope, published.logKey)),
    removalPolicy: site.stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
