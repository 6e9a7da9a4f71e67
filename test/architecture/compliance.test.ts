import { describe, expect, it } from 'vitest';
import { cardMandateTrades } from '../../functions/policies/card-mandate-trades.ts';
import { emandateRules } from '../../functions/policies/emandate-rules.ts';
import type { Policy } from '../../functions/policies/policy.ts';
import { ppiDraft } from '../../functions/policies/ppi-draft.ts';
import { ppiLaw } from '../../functions/policies/ppi-law.ts';
import { exists, read } from './repository.ts';

const document = 'docs/compliance.md';
const held: readonly Policy[] = [...emandateRules, ...cardMandateTrades, ...ppiLaw, ...ppiDraft];
const lastRule = 119;
const stateOf = { in_force: 'in force', dormant: 'dormant', draft: 'draft' } as const;

interface Line {
  readonly rules: readonly string[];
  readonly key: string;
  readonly state: string;
  readonly code: readonly string[];
  readonly tests: readonly string[];
  readonly remark: string;
}

const quoted = (cell = ''): readonly string[] => [...cell.matchAll(/`([^`]+)`/gu)].map(([, text = '']) => text);

const linesOf = (text: string): readonly Line[] =>
  text.split('\n').flatMap((row) => {
    const [, rules = '', key, state = '', code, tests, remark = ''] = row.split('|').map((cell) => cell.trim());
    const [name] = quoted(key);
    if (name === undefined || !/^(?:\d|–)/u.test(rules)) return [];
    return [{ rules: rules.split(', '), key: name, state, code: quoted(code), tests: quoted(tests), remark }];
  });

const lines = linesOf(read(document));
const isHeld = ({ state }: Pick<Line, 'state'>): boolean => Object.values<string>(stateOf).includes(state);

describe('docs/compliance.md', () => {
  it('has one line for each key that is held, and holds what it says is held', () => {
    const keys = [...new Set(held.map(({ key }) => key))];
    expect(
      lines
        .filter(isHeld)
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual(keys.toSorted());
  });

  it('has a line for each rule of the table', () => {
    const told = new Set(lines.flatMap(({ rules }) => rules));
    const rules = Array.from({ length: lastRule }, (_, index) => String(index + 1));
    expect(rules.filter((rule) => !told.has(rule))).toEqual([]);
  });

  it('gives each key the rules and the state of its rows', () => {
    const wrong = lines.filter(isHeld).filter(({ key, rules, state }) => {
      const rows = held.filter((row) => row.key === key);
      const numbers = rows.map(({ rule }) => (rule === 'house' ? '–' : String(rule)));
      return numbers.join() !== rules.join() || rows.some(({ status }) => stateOf[status] !== state);
    });
    expect(wrong.map(({ key }) => key)).toEqual([]);
  });

  it('names code and tests that are there, and says why where it names none', () => {
    const wrong = lines.flatMap(({ key, state, code, tests, remark }) => {
      if (state === 'not covered') return code.length + tests.length > 0 || remark === '' ? [key] : [];
      const isTold = code.length > 0 && tests.length > 0 && (state === 'in code' || isHeld({ state }));
      const strays = [
        ...code.filter((file) => !/^(?:functions|lib)\/.+\.ts$/u.test(file) || !exists(file)),
        ...tests.filter((file) => !/^test\/.+\.test\.ts$/u.test(file) || !exists(file)),
      ];
      return isTold ? strays.map((file) => `${key} → ${file}`) : [key];
    });
    expect(wrong).toEqual([]);
  });

  it('names for each key that is held a test that knows the key or the number of its rule', () => {
    const unknown = lines.filter(isHeld).filter(({ key, rules, tests }) => {
      const numbers = rules.filter((rule) => rule !== '–');
      const named = new RegExp(`\\brules? [\\d, toand–]*\\b(?:${numbers.join('|')})\\b`, 'u');
      return !tests.some((file) => {
        const text = read(file);
        return text.includes(key) || (numbers.length > 0 && named.test(text));
      });
    });
    expect(unknown.map(({ key }) => key)).toEqual([]);
  });

  it('says that the rules were not read in the original', () => {
    expect(read(document)).toMatch(/compliance team must check every line/u);
  });
});
