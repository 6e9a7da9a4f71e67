import type { Figures } from './gate.ts';

/** What a benchmark found. */
export interface Findings {
  /** Gated in baseline.json, every one of them. */
  readonly figures: Figures;
  /** For the reader: where the figures come from, and the floor that they stand on. */
  readonly lines: readonly string[];
}

/** One benchmark; its numbers are those of the benchmark plan (B1 to B15). */
export interface Benchmark {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  /** @param before figures of the benchmarks that ran earlier */
  run(before: Figures): Promise<Findings>;
}
