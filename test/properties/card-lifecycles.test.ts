import { describe, expect, it } from 'vitest';
import type { IssuerStatus } from '../../functions/cards/domain/card.ts';
import type { StatusReport } from '../../functions/cards/domain/issuer-word.ts';
import { withIssuerStatus } from '../../functions/cards/domain/issuer-word.ts';
import { domainCard, issuedAt } from '../support/domain-card.ts';

const card = domainCard({ requestedStatus: 'active' });

/** What the issuer may do with a card next; nothing after it is closed. */
const moves: Readonly<Record<IssuerStatus, readonly IssuerStatus[]>> = {
  inactive: ['active', 'closed'],
  active: ['suspended', 'closed'],
  suspended: ['active', 'closed'],
  closed: [],
};

/** Every life of a card with exactly so many events. */
const lives = (events: number, from: IssuerStatus = 'inactive'): readonly (readonly IssuerStatus[])[] =>
  events === 0 ? [[]] : moves[from].flatMap((to) => lives(events - 1, to).map((rest) => [to, ...rest]));

function* permutations<Value>(values: readonly Value[]): Generator<readonly Value[]> {
  if (values.length <= 1) yield values;
  for (const [at, first] of values.entries()) {
    if (values.length <= 1) return;
    for (const rest of permutations(values.toSpliced(at, 1))) yield [first, ...rest];
  }
}

const reportsOf = (life: readonly IssuerStatus[]): readonly StatusReport[] =>
  life.map((status, position) => ({ status, at: issuedAt.add({ seconds: position + 1 }) }));

/** Where the card ends, and whether a jump out of the end, which is illegal whatever came before, was ever applied. */
const heard = (order: readonly StatusReport[]): { readonly end: IssuerStatus; readonly isReopened: boolean } => {
  let [known, isReopened] = [card, false];
  for (const report of order) {
    const next = withIssuerStatus(known, report) ?? known;
    isReopened ||= known.issuerStatus === 'closed' && next.issuerStatus !== 'closed';
    known = next;
  }
  return { end: known.issuerStatus, isReopened };
};

const factorial = (count: number): number => (count <= 1 ? 1 : count * factorial(count - 1));

describe('The life of a card, told by the issuer in any order', () => {
  it.each([1, 2, 3, 4, 5, 6, 7])('I8 AL-14 of %i events ends alike in every permutation', (events) => {
    let told = 0;
    const wrong: unknown[] = [];
    for (const life of lives(events)) {
      for (const order of permutations(reportsOf(life))) {
        told += 1;
        const { end, isReopened } = heard(order);
        if (end !== life.at(-1) || isReopened) wrong.push({ life, order });
      }
    }
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(told).toBe(lives(events).length * factorial(events));
    expect(told).toBeGreaterThan(0);
  });

  it('I8 a closed card stays closed in every permutation with an illegal reopening behind it', () => {
    for (const life of lives(5)) {
      const reports = reportsOf([...life.filter((status) => status !== 'closed').slice(0, 4), 'closed', 'active']);
      for (const order of permutations(reports)) {
        const known = order.reduce((before, report) => withIssuerStatus(before, report) ?? before, card);
        expect(known.issuerStatus).toBe('closed');
      }
    }
  });
});
