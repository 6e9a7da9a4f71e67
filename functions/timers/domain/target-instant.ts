import { Temporal } from 'temporal-polyfill';
import { DomainError } from '../../kernel/errors/domain-error.ts';

/** How far one call may go: mandates live for years, but no story needs more than ten of them. */
const mostYears = 10;

const invalid = (path: string, message: string): DomainError =>
  new DomainError('invalid', 'validation_failed', {
    detail: 'The request has faults.',
    invalidFields: [{ path, message }],
  });

/**
 * Where the clock is to go. Months and years count in UTC.
 * @throws validation_failed when that is not ahead, or more than ten years
 */
export const targetInstant = (now: Temporal.Instant, wish: { to: string } | { by: string }): Temporal.Instant => {
  const path = 'to' in wish ? 'to' : 'by';
  const start = now.toZonedDateTimeISO('UTC');
  const target = 'to' in wish ? Temporal.Instant.from(wish.to) : start.add(wish.by).toInstant();
  if (Temporal.Instant.compare(target, now) <= 0) throw invalid(path, "must lie ahead of the tenant's clock");
  if (Temporal.Instant.compare(target, start.add({ years: mostYears }).toInstant()) > 0) {
    throw invalid(path, `may advance the clock by ${mostYears} years at most`);
  }
  return target;
};
