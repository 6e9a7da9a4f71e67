import * as z from 'zod';
import { currencies } from '../money/currency.ts';
import { maxMinor } from '../money/money.ts';

/** A short text for people: 1 to `max` characters, no control characters, not only blanks. */
export const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^\P{C}*[^\s\p{C}]\P{C}*$/u, 'must hold visible characters and no control characters');

/** E.164, such as +919812345678. */
export const phone = z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be an E.164 number such as +919812345678');

export const email = z.email().max(254);

export const calendarDate = z.iso.date();

/** RFC 3339 UTC. */
export const timestamp = z.iso.datetime();

export const currency = z.enum(currencies);

/** `{ amount, currency }` with integer minor units; `lowest` is 1 for amounts to move, 0 for thresholds. */
export const amountOf = (lowest: number) =>
  z.strictObject({ amount: z.int().min(lowest).max(Number(maxMinor)), currency });

/** Money in an answer; balances may be negative. */
export const moneyAnswer = z.strictObject({ amount: z.int(), currency });

/** Postal address (api.md section 2). */
export const address = z.strictObject({
  line1: text(100),
  line2: text(100).optional(),
  city: text(60),
  state: text(60),
  postalCode: text(12),
  country: z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166 two-letter code'),
});

export const noQuery = z.strictObject({});

/** Query values are text: only plain digits are a number, not `1e1`, `0x10` or a blank. */
const digits = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;

/** Query of a list: 1 to 100 rows, 25 by default (api.md section 2). */
export const pageQuery = z.strictObject({
  limit: z.preprocess(digits, z.int().min(1).max(100).default(25)),
  cursor: z.string().max(2_048).optional(),
});

/** Answer of a list. */
export const pageOf = <Row extends z.ZodType>(row: Row) =>
  z.object({ data: z.array(row), nextCursor: z.string().nullable() });
