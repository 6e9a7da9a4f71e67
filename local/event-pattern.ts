import * as z from 'zod';

/**
 * The part of EventBridge's pattern language that the rules use. Anything else is refused when the platform starts, so
 * that a rule cannot match differently here and on AWS without notice.
 */
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const condition = z.union([
  scalar,
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ suffix: z.string() }),
  z.strictObject({ exists: z.boolean() }),
  z.strictObject({ 'anything-but': z.union([scalar, z.array(scalar)]) }),
]);

type Condition = z.output<typeof condition>;

export interface EventPattern {
  readonly [field: string]: readonly Condition[] | EventPattern;
}

export const eventPatternSchema: z.ZodType<EventPattern> = z.lazy(() =>
  z.record(z.string(), z.union([z.array(condition), eventPatternSchema])),
);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const holds = (wanted: Condition, found: unknown): boolean => {
  if (!isObject(wanted)) return wanted === found;
  if ('exists' in wanted) return wanted.exists === (found !== undefined);
  if ('prefix' in wanted) return typeof found === 'string' && found.startsWith(wanted.prefix);
  if ('suffix' in wanted) return typeof found === 'string' && found.endsWith(wanted.suffix);
  const excluded = wanted['anything-but'];
  return found !== undefined && (Array.isArray(excluded) ? excluded.every((one) => one !== found) : excluded !== found);
};

/** True when the event matches: every field of the pattern, each by any of its conditions. */
export const matches = (pattern: EventPattern, event: unknown): boolean =>
  isObject(event) &&
  Object.entries(pattern).every(([field, wanted]) => {
    const found = event[field];
    if (!Array.isArray(wanted)) return matches(eventPatternSchema.parse(wanted), found ?? {});
    const values: readonly unknown[] = Array.isArray(found) ? found : [found];
    return wanted.some((one: Condition) => values.some((value) => holds(one, value)));
  });
