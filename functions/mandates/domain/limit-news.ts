import type { Temporal } from 'temporal-polyfill';
import type { Money } from '../../kernel/money/money.ts';
import type { MandateMethod, RemoteReference } from './mandate.ts';
import type { Limiter, Observation, Sighting } from './seen-limits.ts';
import { limitersOf, observation } from './seen-limits.ts';

/** What an event says of a registration or of a debit. */
export interface LimitNews extends Pick<RemoteReference, 'bank' | 'app'> {
  readonly type: string;
  readonly at: Temporal.Instant;
  readonly method: MandateMethod;
  /** The mandate's maximum, or the debit's amount. */
  readonly amount: Money;
  /** A code of the closed vocabulary. */
  readonly reason?: string | undefined;
  /** How often the money was asked for on the mandate's token. */
  readonly attempts: number;
}

type Kind = Limiter['kind'];

/** Whose limit a refusal names (regulation.md 2.6, class `limit`); two of the reasons leave it open. */
const refusedBy: ReadonlyMap<string, readonly Kind[]> = new Map<string, readonly Kind[]>([
  ['limit_exceeded_remitting_bank', ['bank']],
  ['mandate_debit_beyond_psp_amount_cap', ['app']],
  ['per_transaction_limit_exceeded', ['bank', 'app']],
  ['transaction_limit_exceeded', ['bank', 'app']],
]);

interface Seen {
  readonly sighting: Sighting;
  readonly by: readonly Kind[];
}

const seenIn = ({ type, reason, attempts }: LimitNews): Seen | undefined => {
  const refusers = refusedBy.get(reason ?? '') ?? [];
  switch (type) {
    case 'mandate.activated':
      return { sighting: 'registered', by: ['bank', 'app'] };
    case 'mandate.rejected':
      return { sighting: 'registrationRefused', by: refusers };
    case 'debit.succeeded':
      // What the payer authenticated on session went by other limits.
      return attempts === 0 ? undefined : { sighting: 'debited', by: ['bank', 'app'] };
    case 'debit.failed':
      return { sighting: 'debitRefused', by: refusers };
    default:
      return undefined;
  }
};

/**
 * What an event teaches about the limits of the payer's bank and app (SH-19, SH-21): nothing on cards, whose maximum is
 * soft, and nothing of a bank or an app that nobody has named.
 */
export const observationsOf = (news: LimitNews): readonly Observation[] => {
  const seen = news.method === 'upi' ? seenIn(news) : undefined;
  if (seen === undefined) return [];
  const limiters = limitersOf(news);
  const { amount, at } = news;
  return seen.by
    .map((kind) => limiters[kind])
    .filter((limiter) => limiter !== undefined)
    .map((limiter) => observation(limiter, { sighting: seen.sighting, amount, at }))
    .filter((one) => one !== undefined);
};
