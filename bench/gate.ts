import * as z from 'zod';

/** What a figure may be. */
const gateSchema = z.strictObject({
  /** A count that does not vary: any other value is a change that somebody has to want. */
  is: z.int().optional(),
  /** Never more than this. */
  limit: z.number(),
});

export type Gate = z.output<typeof gateSchema>;

/** The gated figures by name, as `baseline.json` holds them. */
export const baselineSchema = z.record(z.string(), gateSchema);

export type Baseline = z.output<typeof baselineSchema>;

/** Measured figures by the same names. */
export type Figures = Readonly<Record<string, number>>;

const complaintAbout = (name: string, gate: Gate, value: number | undefined): string | undefined => {
  if (value === undefined) return `${name}: was not measured`;
  if (Number.isNaN(value) || value > gate.limit) return `${name}: ${value}, at most ${gate.limit} is allowed`;
  if (gate.is !== undefined && value !== gate.is) {
    return `${name}: ${value} instead of ${gate.is}; if that is intended, run npm run bench -- --update and say why in the commit`;
  }
  return undefined;
};

/** @returns one line for every gate that fails and for every figure that has none; empty when all is well */
export const complaints = (figures: Figures, baseline: Baseline): readonly string[] => [
  ...Object.entries(baseline).flatMap(([name, gate]) => complaintAbout(name, gate, figures[name]) ?? []),
  ...Object.keys(figures)
    .filter((name) => !Object.hasOwn(baseline, name))
    .map((name) => `${name}: is measured but has no gate in bench/baseline.json`),
];

/**
 * The baseline with today's counts. Limits stay, so that a count can be raised to its limit and not beyond.
 * @throws Error when a figure is above its limit
 */
export const updated = (figures: Figures, baseline: Baseline): Baseline =>
  Object.fromEntries(
    Object.entries(baseline).map(([name, gate]) => {
      const value = figures[name];
      if (value === undefined) throw new Error(`${name} was not measured`);
      if (value > gate.limit) throw new Error(`${name} is ${value}, above its limit of ${gate.limit}`);
      return [name, gate.is === undefined ? gate : { ...gate, is: value }];
    }),
  );
