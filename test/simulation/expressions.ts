import type { Expression, Item } from '../../functions/kernel/persistence/table.ts';

/** DynamoDB's word for an expression that cannot be applied to this item. */
export class NotApplicable extends Error {
  override name = 'NotApplicable';
}

type Path = readonly string[];
type Operand = (item: Item) => unknown;
type Condition = (item: Item) => boolean;
type Change = (before: Item, after: Record<string, unknown>) => void;

const tokens = /\s*(<>|<=|>=|[()=<>,.+-]|[#:]?[A-Za-z_][\w]*)/gy;

const known = new Map<string, readonly string[]>();

const tokenise = (text: string): readonly string[] => {
  const before = known.get(text);
  if (before !== undefined) return before;
  const found = [...text.matchAll(tokens)].map(([, token]) => token ?? '');
  if (found.join('') !== text.replaceAll(/\s/g, '')) throw new Error(`the model cannot read "${text}"`);
  known.set(text, found);
  return found;
};

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Set);

/** Numbers are bigint in a table, whatever they were in code. */
export const stored = (value: unknown): unknown => {
  if (typeof value === 'number') return BigInt(value);
  if (Array.isArray(value)) return value.map(stored);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, stored(member)]),
  );
};

const read = (item: Item, path: Path): unknown =>
  path.reduce<unknown>((value, name) => (isMap(value) && Object.hasOwn(value, name) ? value[name] : undefined), item);

const kindOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value);

const same = (left: unknown, right: unknown): boolean =>
  left === right || (kindOf(left) === 'list' || isMap(left) ? canonical(left) === canonical(right) : false);

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_name, member: unknown) => {
    if (typeof member === 'bigint') return { number: String(member) };
    return isMap(member) ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1))) : member;
  });

const ordered = (left: unknown, right: unknown): number | undefined => {
  if (kindOf(left) !== kindOf(right)) return undefined;
  if (typeof left === 'string' && typeof right === 'string') {
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  }
  if (typeof left === 'bigint' && typeof right === 'bigint') return left < right ? -1 : left > right ? 1 : 0;
  return undefined;
};

/** A value that is not there compares false with everything, but for `<>`. */
const comparisons: Readonly<Record<string, (left: unknown, right: unknown) => boolean>> = {
  '=': (left, right) => left !== undefined && right !== undefined && same(left, right),
  '<>': (left, right) => left === undefined || right === undefined || !same(left, right),
  '<': (left, right) => (ordered(left, right) ?? 1) < 0,
  '<=': (left, right) => (ordered(left, right) ?? 1) <= 0,
  '>': (left, right) => (ordered(left, right) ?? -1) > 0,
  '>=': (left, right) => (ordered(left, right) ?? -1) >= 0,
};

const contains = (whole: unknown, part: unknown): boolean => {
  if (typeof whole === 'string') return typeof part === 'string' && whole.includes(part);
  return Array.isArray(whole) && whole.some((member) => same(member, part));
};

/** A recursive-descent reader of what the repository writes: no list indexes, no sets, no attribute_type. */
class Reader {
  private readonly tokens: readonly string[];
  private readonly expression: Expression;
  private at = 0;

  constructor(expression: Expression) {
    this.expression = expression;
    this.tokens = tokenise(expression.text);
  }

  condition(): Condition {
    const whole = this.either();
    this.end();
    return whole;
  }

  changes(): readonly Change[] {
    const all: Change[] = [];
    while (this.at < this.tokens.length) {
      const clause = this.next();
      const one = { SET: () => this.set(), REMOVE: () => this.remove(), ADD: () => this.add() }[clause];
      if (one === undefined) throw new Error(`the model does not know ${clause}`);
      do all.push(one());
      while (this.take(','));
    }
    return all;
  }

  private either(): Condition {
    const parts = [this.both()];
    while (this.take('OR')) parts.push(this.both());
    return (item) => parts.some((part) => part(item));
  }

  private both(): Condition {
    const parts = [this.negated()];
    while (this.take('AND')) parts.push(this.negated());
    return (item) => parts.every((part) => part(item));
  }

  private negated(): Condition {
    if (!this.take('NOT')) return this.primary();
    const inner = this.negated();
    return (item) => !inner(item);
  }

  private primary(): Condition {
    if (this.take('(')) {
      const inner = this.either();
      this.expect(')');
      return inner;
    }
    if (this.take('attribute_exists')) return this.existence(true);
    if (this.take('attribute_not_exists')) return this.existence(false);
    if (this.take('begins_with')) {
      return this.pair(
        (whole, start) => typeof whole === 'string' && typeof start === 'string' && whole.startsWith(start),
      );
    }
    if (this.take('contains')) return this.pair(contains);
    return this.comparison();
  }

  private existence(wanted: boolean): Condition {
    this.expect('(');
    const path = this.path();
    this.expect(')');
    return (item) => (read(item, path) !== undefined) === wanted;
  }

  private pair(test: (left: unknown, right: unknown) => boolean): Condition {
    this.expect('(');
    const left = this.operand();
    this.expect(',');
    const right = this.operand();
    this.expect(')');
    return (item) => test(left(item), right(item));
  }

  private comparison(): Condition {
    const left = this.operand();
    if (this.take('IN')) {
      this.expect('(');
      const among = [this.operand()];
      while (this.take(',')) among.push(this.operand());
      this.expect(')');
      return (item) => among.some((value) => comparisons['=']?.(left(item), value(item)) === true);
    }
    if (this.take('BETWEEN')) {
      const low = this.operand();
      this.expect('AND');
      const high = this.operand();
      return (item) => (ordered(low(item), left(item)) ?? 1) <= 0 && (ordered(left(item), high(item)) ?? 1) <= 0;
    }
    const test = comparisons[this.next()];
    if (test === undefined) throw new Error(`the model cannot read "${this.expression.text}"`);
    const right = this.operand();
    return (item) => test(left(item), right(item));
  }

  private set(): Change {
    const target = this.path();
    this.expect('=');
    const left = this.settable();
    const sign = this.take('+') ? 1n : this.take('-') ? -1n : undefined;
    const right = sign === undefined ? undefined : this.settable();
    return (before, after) => {
      const value = present(left(before));
      const isSum = right !== undefined && sign !== undefined;
      write(after, target, isSum ? number(value) + sign * number(present(right(before))) : value);
    };
  }

  private settable(): Operand {
    if (!this.take('if_not_exists')) return this.operand();
    this.expect('(');
    const path = this.path();
    this.expect(',');
    const fallback = this.operand();
    this.expect(')');
    return (item) => read(item, path) ?? fallback(item);
  }

  private remove(): Change {
    const target = this.path();
    return (_before, after) => {
      write(after, target, undefined);
    };
  }

  private add(): Change {
    const target = this.path();
    const amount = this.operand();
    return (before, after) => {
      write(after, target, number(read(before, target) ?? 0n) + number(amount(before)));
    };
  }

  private operand(): Operand {
    if (this.tokens[this.at]?.startsWith(':') === true) {
      const name = this.next();
      const values = this.expression.values ?? {};
      if (!Object.hasOwn(values, name)) throw new Error(`${name} has no value in "${this.expression.text}"`);
      const value = stored(values[name]);
      return () => value;
    }
    const path = this.path();
    return (item) => read(item, path);
  }

  private path(): Path {
    const names = [this.name()];
    while (this.take('.')) names.push(this.name());
    return names;
  }

  private name(): string {
    const token = this.next();
    if (!token.startsWith('#')) return token;
    const named = this.expression.names?.[token];
    if (named === undefined) throw new Error(`${token} has no name in "${this.expression.text}"`);
    return named;
  }

  private next(): string {
    this.at += 1;
    return this.tokens[this.at - 1] ?? '';
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at += 1;
    return true;
  }

  private expect(token: string): void {
    if (!this.take(token)) throw new Error(`"${token}" is missing in "${this.expression.text}"`);
  }

  private end(): void {
    if (this.at < this.tokens.length) throw new Error(`the model cannot read "${this.expression.text}"`);
  }
}

const present = (value: unknown): unknown => {
  if (value === undefined) throw new NotApplicable('the operand is not there');
  return value;
};

const number = (value: unknown): bigint => {
  if (typeof value !== 'bigint') throw new NotApplicable('the operand is no number');
  return value;
};

const write = (target: Record<string, unknown>, path: Path, value: unknown): void => {
  const [name = '', ...rest] = path;
  if (rest.length > 0) {
    const inner = target[name];
    if (!isMap(inner)) throw new NotApplicable('the path is not there');
    const copy = { ...inner };
    write(copy, rest, value);
    target[name] = copy;
  } else if (value === undefined) Reflect.deleteProperty(target, name);
  else target[name] = value;
};

/** One expression may take names and values of another one in the same write, as the table merges them. */
export const merged = (...expressions: readonly (Expression | undefined)[]): Omit<Expression, 'text'> => ({
  names: Object.assign({}, ...expressions.map((one) => one?.names)) as Record<string, string>,
  values: Object.assign({}, ...expressions.map((one) => one?.values)) as Record<string, unknown>,
});

export const holds = (expression: Expression, item: Item | undefined): boolean =>
  new Reader(expression).condition()(item ?? {});

/** @throws NotApplicable */
export const updated = (expression: Expression, before: Item): Item => {
  const after = { ...before };
  for (const change of new Reader(expression).changes()) change(before, after);
  return after;
};
