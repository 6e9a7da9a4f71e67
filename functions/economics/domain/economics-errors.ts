import { DomainError, NotFound } from '../../kernel/errors/domain-error.ts';
import type { Currency } from '../../kernel/money/currency.ts';

/** An unknown program and another tenant's answer alike. */
export const programNotFound = (): NotFound => new NotFound('program_not_found');

/** A program settles in one currency, its fees too. */
export const currencyMismatch = (currency: Currency): DomainError =>
  new DomainError('unprocessable', 'currency_mismatch', { detail: `The program settles in ${currency}.` });
