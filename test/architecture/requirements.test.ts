import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { filesMatching, read } from './repository.ts';

const numbered = (kind: string, from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => `${kind}-${String(from + at).padStart(2, '0')}`);

/** What the platform has to do by now, by the numbers of the requirements. */
const required: Readonly<Record<string, readonly string[]>> = {
  'a customer with a card': [
    ...numbered('M', 1, 8),
    'M-16',
    ...numbered('M', 25, 28),
    ...numbered('M', 31, 40),
    ...numbered('AN', 3, 7),
    ...numbered('AN', 12, 41),
    ...['AN-54', 'AN-62'],
    ...numbered('AL', 5, 9),
    ...numbered('AL', 27, 32),
  ],
  money: [
    ...['M-09', 'M-10', 'M-11', 'M-15', 'M-23', 'AN-08', 'AN-10', 'D-11', 'D-14', 'D-15', 'D-16'],
    ...numbered('M', 17, 20),
    ...numbered('AN', 67, 73),
  ],
  'cards and the three channels': [
    ...['AN-01', 'AN-02', 'AN-05', 'AN-06', 'AN-12', 'AN-13', 'AN-14', 'AN-77'],
    ...numbered('AN', 40, 66),
    ...numbered('AL', 1, 32),
    ...numbered('M', 12, 14),
    ...numbered('D', 1, 9),
  ],
  'e-mandates': [...numbered('SH', 1, 35), ...numbered('D', 17, 20), 'I13', 'I14'],
  'the boundary cases of the rules': Array.from({ length: 28 }, (_, at) => `boundary case ${at + 1}`),
};

const rootOf = (expression: ts.Expression): string => {
  if (ts.isIdentifier(expression)) return expression.text;
  if (ts.isPropertyAccessExpression(expression) || ts.isCallExpression(expression)) {
    return rootOf(expression.expression);
  }
  return '';
};

const textsIn = (node: ts.Node): readonly string[] => {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  const found: string[] = [];
  node.forEachChild((child) => void found.push(...textsIn(child)));
  return found;
};

/** The rows of `it.each`, which name its tests, and the names themselves. */
const namesIn = (node: ts.Node): readonly string[] => {
  const found: string[] = [];
  if (ts.isCallExpression(node) && /^(?:it|test|describe)$/u.test(rootOf(node.expression))) {
    const [first] = node.arguments;
    if (first !== undefined) found.push(...textsIn(first));
  }
  // A story's title is the name of the test that plays it.
  if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && node.name.text === 'title') {
    found.push(...textsIn(node.initializer));
  }
  node.forEachChild((child) => void found.push(...namesIn(child)));
  return found;
};

/** `boundary cases 9, 10 and 12`: each of them. */
const boundaryCasesIn = (text: string): readonly string[] =>
  [...text.matchAll(/\bboundary cases? (\d+(?:(?:, | and )\d+)*)/gu)].flatMap(([, list = '']) =>
    list.split(/, | and /u).map((number) => `boundary case ${number}`),
  );

const idsIn = (text: string): readonly string[] => [
  ...(text.match(/\b(?:(?:AN|AL|PP|SH|M|D)-\d{2}|I\d{1,2})\b/gu) ?? []),
  ...boundaryCasesIn(text),
];

const named = (): ReadonlySet<string> => {
  const files = filesMatching(/^test\/(?:.+\.test|journeys\/stories\/.+)\.ts$/u);
  const names = files.flatMap((file) => {
    const source = ts.createSourceFile(path.basename(file), read(file), ts.ScriptTarget.Latest);
    return namesIn(source);
  });
  return new Set(names.flatMap(idsIn));
};

describe('Every requirement is in the name of a test that fails without it', () => {
  const proved = named();

  it.each(Object.entries(required))('of %s', (_, ids) => {
    expect([...new Set(ids)].filter((id) => !proved.has(id))).toEqual([]);
  });

  it('is read from names alone, not from what else stands in a file', () => {
    const source = ts.createSourceFile(
      'x.ts',
      "// M-91\nconst a = 'M-92'; it.each([['M-93', 1]])('M-94 %s', () => { use('M-95'); }); const s = { title: 'M-96' };",
      ts.ScriptTarget.Latest,
    );
    expect(namesIn(source).flatMap(idsIn).toSorted()).toEqual(['M-93', 'M-94', 'M-96']);
    expect(idsIn('I14 boundary cases 9, 10 and 12: 13')).toEqual([
      ...['I14', 'boundary case 9', 'boundary case 10', 'boundary case 12'],
    ]);
  });
});
