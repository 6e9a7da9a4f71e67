import ts from 'typescript';
import type { Source } from './source.ts';
import { walk } from './source.ts';

/** A record as the source writes it: the event types it can have and the expression of its data. */
export interface WrittenRecord {
  readonly types: readonly string[];
  readonly data: ts.Expression | undefined;
}

const eventName = /^[a-z][a-z_]*\.[a-z][a-z_]*$/u;

export const memberOf = (node: ts.ObjectLiteralExpression, name: string): ts.ObjectLiteralElementLike | undefined =>
  node.properties.find((property) => property.name?.getText() === name);

export const valueOf = (property: ts.ObjectLiteralElementLike | undefined): ts.Expression | undefined => {
  if (property === undefined) return undefined;
  if (ts.isPropertyAssignment(property)) return property.initializer;
  return ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
};

const literalsOf = (type: ts.Type): readonly string[] => {
  const parts = type.isUnion() ? type.types : [type];
  return parts.flatMap((part) => (part.isStringLiteral() && eventName.test(part.value) ? [part.value] : []));
};

/** Event names written anywhere in a file; for types that a table of unknown type decides. */
const namesIn = (file: ts.SourceFile): readonly string[] => {
  const names = new Set<string>();
  walk(file, (node) => {
    if (ts.isStringLiteral(node) && eventName.test(node.text)) names.add(node.text);
  });
  return [...names];
};

const isRecord = (node: ts.ObjectLiteralExpression): boolean =>
  memberOf(node, 'type') !== undefined &&
  ['data', 'previous', 'sequence'].some((name) => memberOf(node, name) !== undefined);

/** The twin speaks to the ingress, not to the bus; adapters and AWS have words of their own. */
const speaksOfRecords = (file: string): boolean => !/\/functions\/(?:sandbox|providers|kernel)\//u.test(file);

interface Found extends WrittenRecord {
  readonly file: ts.SourceFile;
}

const recordsIn = (file: ts.SourceFile, checker: ts.TypeChecker): readonly Found[] => {
  const found: Found[] = [];
  walk(file, (node) => {
    if (!ts.isObjectLiteralExpression(node) || !isRecord(node)) return;
    const type = valueOf(memberOf(node, 'type'));
    if (type === undefined) return;
    found.push({ types: literalsOf(checker.getTypeAtLocation(type)), data: dataOf(node, checker), file });
  });
  return found;
};

/** A type that only a table decides may be any name of its file that no other record of the file has for its own. */
const withNames = (records: readonly Found[]): readonly WrittenRecord[] => {
  const fixed = new Set(records.flatMap(({ types }) => types));
  return records
    .map(({ types, data, file }) => ({
      types: types.length > 0 ? types : namesIn(file).filter((name) => !fixed.has(name)),
      data,
    }))
    .filter(({ types }) => types.length > 0);
};

/** Every place where functions/ writes the record of a change. */
export const findRecords = ({ files, checker }: Source): readonly WrittenRecord[] =>
  files.filter(({ fileName }) => speaksOfRecords(fileName)).flatMap((file) => withNames(recordsIn(file, checker)));

/** The record's own data, or that of the record which it spreads. */
const dataOf = (node: ts.ObjectLiteralExpression, checker: ts.TypeChecker): ts.Expression | undefined => {
  const own = valueOf(memberOf(node, 'data'));
  if (own !== undefined) return own;
  for (const property of node.properties) {
    if (!ts.isSpreadAssignment(property)) continue;
    const spread = resultOf(property.expression, checker);
    if (spread !== undefined && ts.isObjectLiteralExpression(spread)) return dataOf(spread, checker);
  }
  return undefined;
};

const unwrapped = (node: ts.Expression): ts.Expression =>
  ts.isParenthesizedExpression(node) || ts.isSatisfiesExpression(node) || ts.isAsExpression(node)
    ? unwrapped(node.expression)
    : node;

const declarationOf = (node: ts.Expression, checker: ts.TypeChecker): ts.Node | undefined => {
  const symbol = checker.getSymbolAtLocation(node);
  const target =
    symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
  return target?.valueDeclaration;
};

/** What an expression comes to, through calls of arrow functions with one result and through constants. */
export const resultOf = (node: ts.Expression, checker: ts.TypeChecker): ts.Expression | undefined => {
  const bare = unwrapped(node);
  if (ts.isObjectLiteralExpression(bare) || ts.isConditionalExpression(bare)) return bare;
  const called = ts.isCallExpression(bare) ? bare.expression : bare;
  if (!ts.isIdentifier(called)) return undefined;
  const declaration = declarationOf(called, checker);
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || declaration.initializer === undefined) {
    return undefined;
  }
  const value = unwrapped(declaration.initializer);
  if (!ts.isCallExpression(bare)) return resultOf(value, checker);
  return ts.isArrowFunction(value) ? returned(value, checker) : undefined;
};

const returned = ({ body }: ts.ArrowFunction, checker: ts.TypeChecker): ts.Expression | undefined => {
  if (!ts.isBlock(body)) return resultOf(body, checker);
  const returns = body.statements.filter(ts.isReturnStatement);
  const [only] = returns;
  return returns.length === 1 && only?.expression !== undefined ? resultOf(only.expression, checker) : undefined;
};
