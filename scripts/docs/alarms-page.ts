import * as z from 'zod';
import type { TemplateResource } from '../../lib/templates.ts';
import { code, page, table } from './markdown.ts';

const alarmSchema = z.object({
  AlarmDescription: z.string(),
  MetricName: z.string().optional(),
  Metrics: z.array(z.looseObject({ Expression: z.string().optional() })).optional(),
  Threshold: z.number(),
  ComparisonOperator: z.string(),
  EvaluationPeriods: z.number(),
});

interface Alarm {
  readonly stack: string;
  readonly impact: string;
  readonly runbook: string;
  readonly condition: string;
}

const signs: Readonly<Record<string, string>> = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '≥',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '≤',
};

const read = ({ stack, properties }: TemplateResource): Alarm => {
  const alarm = alarmSchema.parse(properties);
  const [, impact = alarm.AlarmDescription, runbook = ''] =
    /^(.*) Runbook: docs\/runbooks\/([a-z0-9-]+)\.md$/su.exec(alarm.AlarmDescription) ?? [];
  const expression = alarm.Metrics?.find(({ Expression }) => Expression !== undefined)?.Expression;
  const metric = alarm.MetricName ?? expression ?? 'metric';
  const periods = alarm.EvaluationPeriods === 1 ? '' : `, ${String(alarm.EvaluationPeriods)} periods in a row`;
  const sign = signs[alarm.ComparisonOperator] ?? alarm.ComparisonOperator;
  return { stack, impact, runbook, condition: `${metric} ${sign} ${String(alarm.Threshold)}${periods}` };
};

const compare = (one: Alarm, other: Alarm): number =>
  [one.stack, one.impact, one.condition]
    .join(' ')
    .localeCompare([other.stack, other.impact, other.condition].join(' '), 'en');

const section = (runbook: string, alarms: readonly Alarm[]): readonly string[] => [
  `## ${runbook}`,
  `What to do: [docs/runbooks/${runbook}.md](../runbooks/${runbook}.md).`,
  table(
    ['Stack', 'Rings when', 'Impact'],
    alarms.map(({ stack, condition, impact }) => [stack, code(condition), impact]),
  ),
];

/** docs/reference/alarms.md: every alarm of a stage, by its runbook. */
export const alarmsPage = (resources: readonly TemplateResource[]): string => {
  const alarms = resources
    .filter(({ type }) => type === 'AWS::CloudWatch::Alarm')
    .map(read)
    .sort(compare);
  const runbooks = [...new Set(alarms.map(({ runbook }) => runbook))].sort();
  return page(
    'Alarms',
    `The ${String(alarms.length)} alarms of the stage \`production\`, by what to do about them. Each says who feels it; the topic \`nodal-production-alarms\` tells whoever subscribed to it.`,
    ...runbooks.flatMap((runbook) =>
      section(
        runbook,
        alarms.filter((alarm) => alarm.runbook === runbook),
      ),
    ),
  );
};
