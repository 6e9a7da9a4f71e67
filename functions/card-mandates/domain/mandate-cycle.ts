import type { Temporal } from 'temporal-polyfill';
import { spanAt } from '../../policies/cycle-spans.ts';
import type { CardMandate } from './card-mandate.ts';

/** The slot that a debit takes at that instant; under `as_presented` each debit has its own. */
export const cycleAt = (
  { frequency, createdAt }: Pick<CardMandate, 'frequency' | 'createdAt'>,
  { at, debitId }: { readonly at: Temporal.Instant; readonly debitId: string },
): string => spanAt({ frequency, anchor: createdAt, at, debitId }).key;
