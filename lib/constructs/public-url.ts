import { Duration, Fn } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Site } from '../site.ts';
import { OperationalAlarm } from './operational-alarm.ts';
import type { OperationFunction } from './operation-function.ts';

export interface PublicUrlProps {
  readonly site: Site;
  readonly operation: OperationFunction;
  readonly impact: string;
}

/** A Function URL for a provider; the function itself verifies who calls. */
export class PublicUrl extends Construct {
  /** Address below which every path reaches the function, without a slash at the end. */
  readonly origin: string;

  constructor(scope: Construct, id: string, props: PublicUrlProps) {
    super(scope, id);
    const target = props.operation.function;
    const { url } = target.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
    // `https://<id>.lambda-url.<region>.on.aws/`
    const host = Fn.select(2, Fn.split('/', url));
    const { endpoint } = props.site.stage;
    this.origin =
      endpoint === undefined ? `https://${host}` : `${endpoint}/_aws/lambda-url/${Fn.select(0, Fn.split('.', host))}`;
    new OperationalAlarm(this, 'Throttled', {
      site: props.site,
      metric: target.metricThrottles({ period: Duration.minutes(1) }),
      threshold: 0,
      impact: `Turned away for lack of concurrency: ${props.impact}`,
      runbook: 'function-throttled',
    });
  }
}
