import { Temporal } from 'temporal-polyfill';
import type { Policy, Versions } from './policy.ts';
import { versionsOf } from './policy.ts';
import { ruleOn } from './shared-rules.ts';
import { dayOf } from './window.ts';

/** How long a debit waits after its notice was delivered. */
export interface LeadTime {
  readonly seconds: number;
  readonly versions: Versions;
}

/** What the law frees from the notice (rule 12): automatic loads of FASTag and NCMC, and nothing else. */
export type NoticeExemption = 'FASTAG_AUTOLOAD' | 'NCMC_AUTOLOAD';

const secondsPerHour = 3600;

/**
 * The longest of what the law asks (rule 8) and the layers beside it; nothing where the law exempts the debit.
 * @param beside rules of network and provider, as far as they bind
 */
export const leadTimeOf = (
  on: Temporal.PlainDate,
  {
    exemption,
    beside = [],
  }: {
    readonly exemption?: NoticeExemption | undefined;
    readonly beside?: readonly ((Policy & { readonly unit: 'hours' | 'seconds' }) | undefined)[];
  } = {},
): LeadTime => {
  const exempt = ruleOn('law.emandate.preDebitExemptions', 'names', on);
  if (exemption !== undefined && exempt?.value.includes(exemption)) return { seconds: 0, versions: versionsOf(exempt) };
  const layers = [ruleOn('law.emandate.preDebitLeadSeconds', 'seconds', on), ...beside].filter(
    (rule) => rule !== undefined,
  );
  const seconds = layers.map(({ unit, value }) => (unit === 'hours' ? value * secondsPerHour : value));
  return { seconds: Math.max(0, ...seconds), versions: versionsOf(...layers) };
};

export const later = (first: Temporal.Instant, ...others: readonly Temporal.Instant[]): Temporal.Instant =>
  others.reduce((latest, other) => (Temporal.Instant.compare(other, latest) > 0 ? other : latest), first);

interface Settling {
  /** By the provider's clock, as issuer by that of our channel: the lead runs from here and not from the request. */
  readonly deliveredAt: Temporal.Instant;
  readonly leadTimeOn: (on: Temporal.PlainDate) => LeadTime;
  /** Out of closed hours and unlawful days; default: every instant is lawful. */
  readonly moved?: (at: Temporal.Instant) => Temporal.Instant;
}

/** The first instant, from the one given, that is lawful and before which the lead time of its own day has passed. */
export const settle = (how: Settling, from: Temporal.Instant): Temporal.Instant => {
  const waited = later(from, how.deliveredAt.add({ seconds: how.leadTimeOn(dayOf(from)).seconds }));
  const at = how.moved === undefined ? waited : how.moved(waited);
  return at.equals(from) ? at : settle(how, at);
};
