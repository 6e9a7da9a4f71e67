import type { Temporal } from 'temporal-polyfill';
import type { TradeClaim } from '../../policies/card-mandate-trades.ts';
import { tradeOf } from '../../policies/card-mandate-trades.ts';
import { dayOf } from '../../policies/window.ts';
import type { CardMandateTerms } from './card-mandate.ts';

/** What a registration claims that the law grants to some trades alone, held against the payee's own code. */
export interface TradeFinding {
  readonly name: 'mandate_trade';
  readonly passed: boolean;
  readonly input: unknown;
  /** The codes that may claim it, by claim. */
  readonly threshold: unknown;
  readonly ruleVersion: string;
  readonly reason: 'mandate_terms_invalid';
}

const claimsOf = ({ category, exemption }: CardMandateTerms): readonly TradeClaim[] => [
  ...(category === 'standard' ? [] : [category]),
  ...(exemption === undefined ? [] : [exemption]),
];

/**
 * A raised ceiling and debits without notice are the trade's, not the registration's (rules 4, 12): who claims them has to
 * be of that trade by its category code. Nothing is looked at where nothing is claimed.
 */
export const tradeFindings = (terms: CardMandateTerms, now: Temporal.Instant): readonly TradeFinding[] => {
  const claims = claimsOf(terms).map((claim) => ({ claim, ...tradeOf(claim, dayOf(now)) }));
  if (claims.length === 0) return [];
  const { mcc } = terms.merchant;
  return [
    {
      name: 'mandate_trade',
      passed: claims.every(({ codes }) => codes.includes(mcc)),
      input: { mcc, claims: claims.map(({ claim }) => claim) },
      threshold: Object.fromEntries(claims.map(({ claim, codes }) => [claim, codes])),
      ruleVersion: claims.flatMap(({ version }) => (version === undefined ? [] : [version])).join(', '),
      reason: 'mandate_terms_invalid',
    },
  ];
};
