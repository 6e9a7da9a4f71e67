import ts from 'typescript';
import type { WrittenRecord } from './event-source.ts';
import { resultOf, valueOf } from './event-source.ts';

/** One member of an event's data. */
export interface Member {
  readonly name: string;
  /** JSON type, or the values it may have. */
  readonly type: string;
  readonly always: boolean;
}

type Members = readonly Member[];

const jsonType = (type: ts.Type, checker: ts.TypeChecker): string => {
  const parts = (type.isUnion() ? type.types : [type]).filter(({ flags }) => (flags & ts.TypeFlags.Undefined) === 0);
  const values = parts.flatMap((part) => (part.isStringLiteral() ? [part.value] : []));
  if (values.length === parts.length) return values.sort().join(', ');
  const has = (flag: ts.TypeFlags): boolean => parts.every(({ flags }) => (flags & flag) !== 0);
  if (has(ts.TypeFlags.StringLike)) return 'string';
  if (has(ts.TypeFlags.BooleanLike)) return 'boolean';
  if (has(ts.TypeFlags.NumberLike)) return 'number';
  if (parts.some((part) => checker.isArrayLikeType(part))) return 'array';
  return parts.some(({ flags }) => (flags & ts.TypeFlags.Object) !== 0) ? 'object' : 'any';
};

const optional = (members: Members): Members => members.map((member) => ({ ...member, always: false }));

const merge = (members: Members): Members => {
  const byName = new Map<string, Member>();
  for (const member of members) {
    const earlier = byName.get(member.name);
    byName.set(member.name, { ...member, always: member.always || earlier?.always === true });
  }
  return [...byName.values()];
};

const ofProperty = (property: ts.ObjectLiteralElementLike, checker: ts.TypeChecker): Members => {
  if (ts.isSpreadAssignment(property)) return membersOf(property.expression, checker);
  const value = valueOf(property);
  if (value === undefined) return [];
  const type = checker.getTypeAtLocation(value);
  const always = !(type.isUnion() && type.types.some(({ flags }) => (flags & ts.TypeFlags.Undefined) !== 0));
  return [{ name: property.name.getText(), type: jsonType(type, checker), always }];
};

/** Members of an object expression, through spreads, conditions and the functions that make it. */
export const membersOf = (node: ts.Expression, checker: ts.TypeChecker): Members => {
  const result = resultOf(node, checker);
  if (result === undefined) return [];
  if (ts.isConditionalExpression(result)) {
    return optional([...membersOf(result.whenTrue, checker), ...membersOf(result.whenFalse, checker)]);
  }
  return ts.isObjectLiteralExpression(result)
    ? merge(result.properties.flatMap((property) => ofProperty(property, checker)))
    : [];
};

/** Members of the data of an event, over all places that write it: always there only if every place writes it. */
export const membersOfEvent = (records: readonly WrittenRecord[], type: string, checker: ts.TypeChecker): Members => {
  const written = records
    .filter(({ types }) => types.includes(type))
    .map(({ data }) => (data === undefined ? [] : membersOf(data, checker)))
    .filter((members) => members.length > 0);
  const names = [...new Set(written.flatMap((members) => members.map(({ name }) => name)))];
  return names.flatMap((name) => {
    const found = written.flatMap((members) => members.filter((member) => member.name === name));
    const [first] = found;
    const always = found.length === written.length && found.every((member) => member.always);
    return first === undefined ? [] : [{ ...first, always }];
  });
};
