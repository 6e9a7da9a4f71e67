import { Temporal } from 'temporal-polyfill';
import type { Card } from './card.ts';

/**
 * When the last month of a card is over, in UTC: the last of the zones that programs are in. Authorizations are declined
 * from the end of the month in the program's own zone on, whatever the card's status still is.
 */
export const endOfValidity = ({
  expiryMonth,
  expiryYear,
}: Pick<Card, 'expiryMonth' | 'expiryYear'>): Temporal.Instant =>
  Temporal.PlainYearMonth.from({ year: expiryYear, month: expiryMonth })
    .add({ months: 1 })
    .toPlainDate({ day: 1 })
    .toZonedDateTime('UTC')
    .toInstant();
