import type { Meter, OperationSample, OutcomeSample, ProviderSample } from '../functions/kernel/observability/meter.ts';

export interface LocalMeter extends Meter {
  /** Samples since the start, the newest 50,000 of each kind. */
  readonly operations: readonly OperationSample[];
  readonly providers: readonly ProviderSample[];
  readonly outcomes: readonly OutcomeSample[];
  readonly counters: ReadonlyMap<string, number>;
}

const kept = 50_000;

const push = <Sample>(samples: Sample[], sample: Sample): void => {
  samples.push(sample);
  if (samples.length > kept) samples.shift();
};

/** Metrics in memory. */
export const localMeter = (): LocalMeter => {
  const operations: OperationSample[] = [];
  const providers: ProviderSample[] = [];
  const outcomes: OutcomeSample[] = [];
  const counters = new Map<string, number>();
  return {
    operations,
    providers,
    outcomes,
    counters,
    operation: (sample) => push(operations, sample),
    provider: (sample) => push(providers, sample),
    outcome: (sample) => push(outcomes, sample),
    count: (name, amount) => void counters.set(name, (counters.get(name) ?? 0) + amount),
  };
};
