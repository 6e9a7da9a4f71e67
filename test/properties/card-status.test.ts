import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Card } from '../../functions/cards/domain/card.ts';
import { effectiveStatus, issuerStatuses } from '../../functions/cards/domain/card.ts';
import type { StatusReport } from '../../functions/cards/domain/issuer-word.ts';
import { withIssuerStatus } from '../../functions/cards/domain/issuer-word.ts';
import { domainCard, issuedAt } from '../support/domain-card.ts';

const card = domainCard({ requestedStatus: 'active', issuerStatus: 'active', status: 'active' });

const report: fc.Arbitrary<StatusReport> = fc.record({
  status: fc.constantFrom(...issuerStatuses),
  // Few moments, so that reports of the same one are common; some lie before the issuance.
  at: fc.integer({ min: -2, max: 6 }).map((seconds) => issuedAt.add({ seconds })),
});

const heard = (reports: readonly StatusReport[], start: Card = card): Card =>
  reports.reduce((known, next) => withIssuerStatus(known, next) ?? known, start);

const shown = ({ issuerStatus, status }: Card) => [issuerStatus, status];

/** The reports, each once or several times, in another order. */
const shuffled = fc.array(report, { maxLength: 7 }).chain((reports) =>
  fc.tuple(
    fc.constant(reports),
    fc
      .tuple(
        ...reports.map((one) =>
          fc.integer({ min: 1, max: 5 }).map((times) => Array.from({ length: times }, () => one)),
        ),
      )
      .chain((copies) => fc.shuffledSubarray(copies.flat(), { minLength: copies.flat().length })),
  ),
);

describe('The issuer’s reports of a card', () => {
  it('I3 I8 end alike in every order and however often each is delivered', () => {
    fc.assert(
      fc.property(shuffled, ([reports, delivered]) => {
        expect(shown(heard(delivered))).toEqual(shown(heard(reports)));
      }),
      { numRuns: 5_000 },
    );
  });

  it('AL-14 end with the latest by the issuer’s clock, unless the card was closed', () => {
    fc.assert(
      fc.property(fc.uniqueArray(report, { maxLength: 7, selector: ({ at }) => at.epochMilliseconds }), (reports) => {
        const known = [
          { status: card.issuerStatus, at: issuedAt },
          ...reports.filter(({ at }) => !at.equals(issuedAt)),
        ];
        const latest = known.toSorted((left, right) => Temporal.Instant.compare(left.at, right.at)).at(-1);
        const closed = known.some(({ status }) => status === 'closed');
        expect(heard(known.slice(1)).issuerStatus).toBe(closed ? 'closed' : latest?.status);
      }),
      { numRuns: 2_000 },
    );
  });

  it('I13 never reopen a closed card, count every change once and keep status and issuer’s status together', () => {
    fc.assert(
      fc.property(fc.array(report, { maxLength: 12 }), (reports) => {
        let known = card;
        for (const next of reports) {
          const after = withIssuerStatus(known, next);
          if (after === undefined) continue;
          expect(known.issuerStatus).not.toBe('closed');
          expect(after.sequence).toBe(known.sequence + 1);
          expect(after.status).toBe(effectiveStatus(after));
          expect(after.balanceId).toBe(known.balanceId);
          known = after;
        }
        expect(known.requestedStatus).toBe('active');
      }),
      { numRuns: 2_000 },
    );
  });
});
