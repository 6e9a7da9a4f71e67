import ts from 'typescript';
import { errorKinds, type ErrorKind } from '../../functions/kernel/errors/domain-error.ts';
import type { Source } from './source.ts';
import { walk } from './source.ts';

/** A code, and the kinds under which the source throws it; more than one would be two statuses for one code. */
export type ErrorKinds = ReadonlyMap<string, ErrorKind>;

const textOf = (node: ts.Node | undefined): string | undefined =>
  node !== undefined && ts.isStringLiteral(node) ? node.text : undefined;

const madeBy = (node: ts.Node): { readonly name: string; readonly given: readonly ts.Expression[] } | undefined => {
  if (ts.isNewExpression(node)) return { name: node.expression.getText(), given: node.arguments ?? [] };
  const isSuper = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword;
  return isSuper ? { name: 'super', given: node.arguments } : undefined;
};

/** `new DomainError(kind, code, …)`, `super(kind, code, …)` and `new NotFound(code)`. */
const thrownBy = (node: ts.Node): { readonly code: string; readonly kind: ErrorKind } | undefined => {
  const made = madeBy(node);
  if (made === undefined) return undefined;
  const [first, second] = made.given.map(textOf);
  const kind = errorKinds.find((candidate) => candidate === first);
  if (kind !== undefined) return second === undefined ? undefined : { code: second, kind };
  return made.name === 'NotFound' && first !== undefined ? { code: first, kind: 'not_found' } : undefined;
};

/** @throws Error for a code that is thrown as two kinds */
export const findErrorKinds = ({ files }: Source): ErrorKinds => {
  const found = new Map<string, ErrorKind>();
  for (const file of files) {
    walk(file, (node) => {
      const thrown = thrownBy(node);
      if (thrown === undefined) return;
      const known = found.get(thrown.code) ?? thrown.kind;
      if (known !== thrown.kind) throw new Error(`${thrown.code} is thrown as ${known} and as ${thrown.kind}`);
      found.set(thrown.code, thrown.kind);
    });
  }
  return found;
};

/** What every chain can answer by itself, and codes by which ids of another tenant are answered. */
const known: Readonly<Record<string, ErrorKind>> = { not_found: 'not_found', rate_limited: 'limited' };

/** @throws Error for a declared code that no source throws: a typing error, or a leftover */
export const kindOfCode = (kinds: ErrorKinds, errorCode: string): ErrorKind => {
  const kind = kinds.get(errorCode) ?? known[errorCode] ?? (errorCode.endsWith('_not_found') ? 'not_found' : undefined);
  if (kind === undefined) throw new Error(`${errorCode} is declared and thrown nowhere`);
  return kind;
};
