import { Temporal } from 'temporal-polyfill';
import type { AttemptOutcome } from './delivery.ts';

/** What an HTTP status means: only 2xx is success; a redirect is not followed, so it is a failure like others. */
export const outcomeOfStatus = (status: number): AttemptOutcome => {
  if (status >= 200 && status < 300) return 'succeeded';
  if (status >= 300 && status < 400) return 'redirected';
  if (status === 410) return 'gone';
  return status === 429 || status === 503 ? 'slowed_down' : 'refused';
};

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const httpDate = /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/u;

const secondsUntil = (text: string, now: Temporal.Instant): number | undefined => {
  const [, day, month = '', year, hour, minute, second] = httpDate.exec(text) ?? [];
  const number = months.indexOf(month) + 1;
  if (number === 0) return undefined;
  const wall = { year: Number(year), month: number, day: Number(day) };
  const time = { hour: Number(hour), minute: Number(minute), second: Number(second) };
  const instant = Temporal.PlainDateTime.from({ ...wall, ...time }).toZonedDateTime('UTC');
  return (instant.epochMilliseconds - now.epochMilliseconds) / 1_000;
};

/** Seconds that a `Retry-After` header asks for, as a number or a date; undefined when it says neither. */
export const retryAfterSeconds = (header: string | undefined, now: Temporal.Instant): number | undefined => {
  if (header === undefined) return undefined;
  return /^\d{1,9}$/u.test(header) ? Number(header) : secondsUntil(header, now);
};
