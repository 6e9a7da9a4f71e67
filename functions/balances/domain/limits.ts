import { Temporal } from 'temporal-polyfill';
import { DomainError } from '../../kernel/errors/domain-error.ts';
import type { Currency } from '../../kernel/money/currency.ts';
import type { Money } from '../../kernel/money/money.ts';
import { subtract, toWire, zero } from '../../kernel/money/money.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import type { Cap } from '../../policies/ppi-caps.ts';
import { capsOf, smallCreditsUntil, smallTransferOut } from '../../policies/ppi-caps.ts';

/** What a movement does to the counters of the one whose limits it touches. */
export type Movement =
  /** Money comes in from outside the person's own instruments. */
  | 'load'
  /** Money comes in from another balance of the same person. */
  | 'own_transfer'
  /** Money goes out to somebody else. */
  | 'transfer_other';

const counted: Readonly<Record<Movement, readonly Cap['counter'][]>> = {
  load: ['outstanding', 'load'],
  own_transfer: ['outstanding'],
  transfer_other: ['transfer_other'],
};

/**
 * The caps that a movement meets. Empty for currencies whose country's law is not known here.
 * @param at the instant of the movement; its date in India chooses the version of each rule
 */
export const capsMet = (
  movement: Movement,
  owner: { readonly level: 'minimum' | 'full'; readonly currency: Currency },
  at: Temporal.Instant,
): readonly Cap[] =>
  capsOf(owner.level === 'minimum' ? 'small' : 'full', at).filter(
    ({ counter, limit }) => limit.currency === owner.currency && counted[movement].includes(counter),
  );

/** What of a limit is gone and what is left. */
export interface LimitState {
  readonly rule: string;
  readonly limit: Money;
  /** By this tenant's customer alone. */
  readonly used: Money;
  /** Before the person reaches the limit, over all tenants of the issuer (rule 70). */
  readonly remaining: Money;
  /** When it starts again; undefined for a limit that never does. */
  readonly resetsAt: Temporal.Instant | undefined;
}

/** @param used.own by this tenant's customer; `person`: by the same person at the issuer, over all tenants */
export const limitState = (
  cap: Cap,
  used: { readonly own: Money; readonly person: Money },
  resetsAt: Temporal.Instant | undefined,
): LimitState => {
  const { rule, limit } = cap;
  const left = subtract(limit, used.own.minor > used.person.minor ? used.own : used.person);
  return { rule, limit, used: used.own, remaining: left.minor < 0n ? zero(left.currency) : left, resetsAt };
};

/** A limit refuses a movement; the members tell of the caller's own customer, never of another tenant's. */
export class LimitExceeded extends DomainError {
  override name = 'LimitExceeded';
  constructor({ rule, limit, used, remaining, resetsAt }: LimitState) {
    super('unprocessable', 'limit_exceeded', {
      detail: 'The movement would exceed a limit of the customer.',
      members: {
        rule,
        limit: toWire(limit),
        used: toWire(used),
        remaining: toWire(remaining),
        resetsAt: resetsAt === undefined ? null : toTimestamp(resetsAt),
      },
    });
  }
}

interface Instrument {
  readonly level: 'minimum' | 'full';
  readonly currency: Currency;
}

const isSmall = ({ level, currency }: Instrument): boolean => currency === 'INR' && level === 'minimum';

const forbidden = (rule: string, currency: Currency): LimitExceeded => {
  const nothing = zero(currency);
  return new LimitExceeded({ rule, limit: nothing, used: nothing, remaining: nothing, resetsAt: undefined });
};

/** A small instrument does not transfer out (rule 63). @throws limit_exceeded */
export const requireTransferAllowed = (instrument: Instrument, at: Temporal.Instant): void => {
  const ban = isSmall(instrument) ? smallTransferOut(at) : undefined;
  if (ban?.allowed === false) throw forbidden(ban.rule, instrument.currency);
};

/** A small instrument takes no money any more 24 months after it was opened (rule 62). @throws limit_exceeded */
export const requireCreditsAllowed = (
  instrument: Instrument & { readonly openedAt: Temporal.Instant },
  at: Temporal.Instant,
): void => {
  const span = isSmall(instrument) ? smallCreditsUntil(instrument.openedAt, at) : undefined;
  if (span === undefined || Temporal.Instant.compare(at, span.until) <= 0) return;
  throw forbidden(span.rule, instrument.currency);
};
