import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { type Outcome, outcomes } from './metrics.ts';

const titles: Readonly<Record<Outcome, string>> = {
  registration: 'Registrations',
  debit: 'Debits',
  large_debit: 'Debits above the threshold',
};

const graph = (title: string, left: cloudwatch.IMetric): cloudwatch.GraphWidget =>
  new cloudwatch.GraphWidget({ title, left: [left], width: 6, height: 6 });

const rowOf = (of: Outcome): cloudwatch.IWidget[] => [
  ...(['method', 'bank', 'app'] as const).map((by) =>
    graph(`${titles[of]}: success by ${by}, in %`, outcomes(of, { by, statistic: 'Average' })),
  ),
  // Only what failed has a reason.
  graph(`${titles[of]}: failures by reason`, outcomes(of, { by: 'reason', statistic: 'SampleCount' })),
];

/** How mandates are registered and debits collected; those above the threshold by themselves (SH-32). */
export const collectionWidgets = (): cloudwatch.IWidget[][] => [
  rowOf('registration'),
  rowOf('debit'),
  rowOf('large_debit'),
];
