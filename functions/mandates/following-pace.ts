import { Temporal } from 'temporal-polyfill';
import { withdrawalDueAt } from './domain/closing.ts';
import type { Mandate } from './domain/mandate.ts';
import { isOwed } from './domain/mandate-states.ts';

const longestMinutes = 24 * 60;

/** How long the provider is given before somebody looks by himself; money that is not awaited is looked for less often. */
export const firstLookMinutes = (mandate: Mandate): number => (isOwed(mandate) ? 5 : 60);

/** Looks less and less often: what the provider has not done in a day it does not do in the next minute. */
export const nextLook = (mandate: Mandate, now: Temporal.Instant): Temporal.Instant => {
  const since = mandate.openOperation?.startedAt ?? mandate.endedAt ?? mandate.createdAt;
  const age = (now.epochMilliseconds - since.epochMilliseconds) / 60_000;
  const next = now.add({ minutes: Math.round(Math.min(longestMinutes, Math.max(firstLookMinutes(mandate), age))) });
  // Somebody is told in time, and not at the next look that happens to come.
  const due = withdrawalDueAt(mandate);
  const isDueSooner =
    due !== undefined && Temporal.Instant.compare(now, due) < 0 && Temporal.Instant.compare(due, next) < 0;
  return isDueSooner ? due : next;
};
