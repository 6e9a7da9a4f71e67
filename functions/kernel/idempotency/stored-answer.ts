const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const nulled = (value: unknown, path: readonly string[]): unknown => {
  const [head, ...rest] = path;
  if (head === undefined) return null;
  return isObject(value) && head in value ? { ...value, [head]: nulled(value[head], rest) } : value;
};

/**
 * The form of an answer that may be stored: what was shown once, and card data, is null.
 * @param paths dotted, such as `apiKey.secret`
 */
export const storable = (answer: unknown, paths: readonly string[]): unknown =>
  paths.reduce((value, path) => nulled(value, path.split('.')), answer);

/** The id of the resource that an answer names first, for `idempotency_key_reused`. */
export const resourceIdOf = (answer: unknown): string | undefined => {
  if (!isObject(answer)) return undefined;
  const named = Object.entries(answer).find(([name, value]) => name.endsWith('Id') && typeof value === 'string');
  return typeof named?.[1] === 'string' ? named[1] : undefined;
};
