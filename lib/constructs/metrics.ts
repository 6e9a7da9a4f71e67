import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** Namespace and names of what kernel/observability writes as embedded metrics. */
const namespace = 'Nodal';

const minute = Duration.minutes(1);

/** Dimension sets: who is measured. */
export const inbound = 'operation,surface';
export const providers = 'call,provider';

type Measured = typeof inbound | typeof providers;

/** One line per operation or provider call, found at display time: a new one needs no change here. */
export const lines = (of: Measured, metric: string, statistic: string): cloudwatch.MathExpression =>
  new cloudwatch.MathExpression({
    expression: `SEARCH('{${namespace},${of}} MetricName="${metric}"', '${statistic}', 60)`,
    usingMetrics: {},
    label: '',
    period: minute,
  });

/** All operations or provider calls together, per second. */
export const perSecond = (of: Measured, metric: string, label: string): cloudwatch.MathExpression =>
  new cloudwatch.MathExpression({
    expression: `SUM(SEARCH('{${namespace},${of}} MetricName="${metric}"', 'Sum', 60)) / 60`,
    usingMetrics: {},
    label,
    period: minute,
  });

/** Registrations, debits, or debits above the amount that needs no authentication (SH-32). */
export type Outcome = 'registration' | 'debit' | 'large_debit';

/**
 * One line for each method, bank, app or reason that there was, found at display time.
 * @param statistic `Average` is the success rate in percent, `SampleCount` how many there were
 */
export const outcomes = (
  of: Outcome,
  {
    by,
    statistic,
  }: { readonly by: 'method' | 'bank' | 'app' | 'reason'; readonly statistic: 'Average' | 'SampleCount' },
): cloudwatch.MathExpression =>
  new cloudwatch.MathExpression({
    expression: `SEARCH('{${namespace},${by},subject} subject="${of}" MetricName="success"', '${statistic}', 3600)`,
    usingMetrics: {},
    label: '',
    period: Duration.hours(1),
  });

/** A business counter of every function that counts it, together. */
export const counterOfAll = (name: string): cloudwatch.MathExpression =>
  new cloudwatch.MathExpression({
    expression: `SELECT SUM(${name}) FROM SCHEMA("${namespace}", operation)`,
    usingMetrics: {},
    period: Duration.minutes(5),
  });

/** A business counter of one operation's function. */
export const counter = (operationId: string, name: string): cloudwatch.Metric =>
  new cloudwatch.Metric({
    namespace,
    metricName: name,
    dimensionsMap: { operation: operationId },
    statistic: 'Sum',
    period: Duration.minutes(5),
  });

/** Provider calls that failed on the other side, as an alarm can ask for them: over every provider at once. */
export const failedProviderCalls = (): cloudwatch.MathExpression =>
  new cloudwatch.MathExpression({
    expression: `SELECT SUM(status5xx) FROM SCHEMA("${namespace}", call, provider)`,
    usingMetrics: {},
    period: Duration.minutes(5),
  });
