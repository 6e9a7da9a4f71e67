import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Meter, OperationSample, OutcomeSample } from './meter.ts';

/** CloudWatch namespace of everything the platform measures. */
const namespace = 'Nodal';

/** `status2xx` … `status5xx`; `statusNone` when no answer came. */
const statusClass = (status: number): string =>
  status >= 100 && status < 600 ? `status${Math.floor(status / 100)}xx` : 'statusNone';

type Dimensions = Readonly<Record<string, string>>;

interface Answered {
  readonly status: number;
  /** Of each answer. */
  readonly latencies: readonly number[];
}

const emit = (metrics: Metrics, dimensionSets: readonly Dimensions[], { status, latencies }: Answered): void => {
  for (const dimensions of dimensionSets) metrics.addDimensions(dimensions);
  for (const latency of latencies) metrics.addMetric('latency', MetricUnit.Milliseconds, latency);
  metrics
    .addMetric('count', MetricUnit.Count, latencies.length)
    .addMetric(statusClass(status), MetricUnit.Count, latencies.length)
    .addMetadata('status', String(status))
    .publishStoredMetrics();
};

/** Below the hundred values at which a metric is published by itself. */
const mostOfLine = 50;

interface Burst {
  /** So many milliseconds pass between the lines of a function that is called again and again. */
  readonly everyMs: number;
  readonly now: () => number;
}

/**
 * Samples of a burst share a line. The first after a pause is written at once, and so is whatever differs from those
 * that wait; a failure never waits. What an environment holds when it is shut down is lost: the successes of its last
 * moments, which Lambda's own metrics count.
 */
const together = (publish: (samples: readonly OperationSample[]) => void, { everyMs, now }: Burst) => {
  let waiting: readonly OperationSample[] = [];
  let lastLineAt = Number.NEGATIVE_INFINITY;
  const flush = (): void => {
    if (waiting.length > 0) publish(waiting);
    waiting = [];
    lastLineAt = now();
  };
  return (sample: OperationSample): void => {
    const [first = sample] = waiting;
    if (first.status !== sample.status || first.surface !== sample.surface || first.tenantId !== sample.tenantId) {
      flush();
    }
    waiting = [...waiting, sample];
    if (sample.status >= 300 || waiting.length === mostOfLine || now() - lastLineAt >= everyMs) flush();
  };
};

/** What a provider calls a bank or an app, or a code of ours. Anything else has one name, so that metrics stay few. */
const nameOf = (value: string | undefined): string | undefined =>
  value === undefined || /^[\w.-]{1,40}$/u.test(value) ? value : 'other';

/** The average of `success` is a rate in percent, and how many samples it has is how many there were. */
const emitOutcome = (metrics: Metrics, { subject, isSuccess, ...sample }: OutcomeSample): void => {
  metrics.addDimensions({ subject, method: sample.method });
  for (const by of ['bank', 'app', 'reason'] as const) {
    const name = nameOf(sample[by]);
    if (name !== undefined) metrics.addDimensions({ subject, [by]: name });
  }
  metrics.addMetric('success', MetricUnit.Percent, isSuccess ? 100 : 0).publishStoredMetrics();
};

const quiet = (): void => undefined;

/** Powertools warns on every sample that two dimension sets share a member, which is what dimension sets are for. */
const silentLogger = { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet };

/**
 * Metrics as EMF lines, one per sample, written at once: nothing is lost when the environment is frozen. Functions that
 * are called at the rate of card payments share a line among the successes of a burst.
 *
 * | sample | dimension sets | metrics |
 * |---|---|---|
 * | operation | `operation, surface`; `operation, surface, tenant` where one is known | latency, count, status class |
 * | provider call | `provider, call` | the same |
 * | outcome | `subject, method`; `subject, bank`, `subject, app`, `subject, reason` where known | success |
 * | business counter | `operation` | its own name |
 *
 * @param operation the function's operation id, the dimension of its business counters
 * @param burst undefined: a line for each sample
 */
export const awsMeter = (operation: string, burst?: Burst): Meter => {
  const metrics = new Metrics({ namespace, serviceName: 'nodal', logger: silentLogger });
  // Without this every dimension set would also carry `service`, and no alarm could name a metric without it.
  metrics.clearDefaultDimensions();
  const publish = (samples: readonly OperationSample[]): void => {
    const [first] = samples;
    if (first === undefined) return;
    const dimensions = { operation: first.operation, surface: first.surface };
    const perTenant = first.tenantId === 'none' ? [] : [{ ...dimensions, tenant: first.tenantId }];
    const latencies = samples.map(({ latencyMs }) => latencyMs);
    emit(metrics, [dimensions, ...perTenant], { status: first.status, latencies });
  };
  const one = (sample: OperationSample): void => {
    publish([sample]);
  };
  return {
    operation: burst === undefined ? one : together(publish, burst),
    provider: ({ provider, call, status, latencyMs }) => {
      emit(metrics, [{ provider, call }], { status, latencies: [latencyMs] });
    },
    outcome: (sample) => {
      emitOutcome(metrics, sample);
    },
    count: (name, amount) => {
      metrics.addDimensions({ operation });
      metrics.addMetric(name, MetricUnit.Count, amount).publishStoredMetrics();
    },
  };
};
