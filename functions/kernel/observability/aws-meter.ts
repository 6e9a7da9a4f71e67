import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Meter } from './meter.ts';

/** CloudWatch namespace of everything the platform measures. */
const namespace = 'Nodal';

/** `status2xx` … `status5xx`; `statusNone` when no answer came. */
const statusClass = (status: number): string =>
  status >= 100 && status < 600 ? `status${Math.floor(status / 100)}xx` : 'statusNone';

type Dimensions = Readonly<Record<string, string>>;

interface Answered {
  readonly status: number;
  readonly latencyMs: number;
}

const emit = (metrics: Metrics, dimensionSets: readonly Dimensions[], { status, latencyMs }: Answered): void => {
  for (const dimensions of dimensionSets) metrics.addDimensions(dimensions);
  metrics
    .addMetric('latency', MetricUnit.Milliseconds, latencyMs)
    .addMetric('count', MetricUnit.Count, 1)
    .addMetric(statusClass(status), MetricUnit.Count, 1)
    .addMetadata('status', String(status))
    .publishStoredMetrics();
};

const quiet = (): void => undefined;

/** Powertools warns on every sample that two dimension sets share a member, which is what dimension sets are for. */
const silentLogger = { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet };

/**
 * Metrics as EMF lines, one per sample, written at once: nothing is lost when the environment is frozen.
 *
 * | sample | dimension sets | metrics |
 * |---|---|---|
 * | operation | `operation, surface`; `operation, surface, tenant` where one is known | latency, count, status class |
 * | provider call | `provider, call` | the same |
 * | business counter | `operation` | its own name |
 *
 * @param operation the function's operation id, the dimension of its business counters
 */
export const awsMeter = (operation: string): Meter => {
  const metrics = new Metrics({ namespace, serviceName: 'nodal', logger: silentLogger });
  // Without this every dimension set would also carry `service`, and no alarm could name a metric without it.
  metrics.clearDefaultDimensions();
  return {
    operation: (sample) => {
      const dimensions = { operation: sample.operation, surface: sample.surface };
      const perTenant = sample.tenantId === 'none' ? [] : [{ ...dimensions, tenant: sample.tenantId }];
      emit(metrics, [dimensions, ...perTenant], sample);
    },
    provider: (sample) => {
      emit(metrics, [{ provider: sample.provider, call: sample.call }], sample);
    },
    count: (name, amount) => {
      metrics.addDimensions({ operation });
      metrics.addMetric(name, MetricUnit.Count, amount).publishStoredMetrics();
    },
  };
};
