import { DomainError } from '../kernel/errors/domain-error.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { ProviderToken } from '../mandates/ports/payment-provider.ts';
import { PaymentRefused } from '../mandates/ports/payment-refused.ts';
import type { MandateVerdict } from './domain/eligibility.ts';
import { byMandate } from './domain/eligibility.ts';
import type { Debiting, Mandate } from './debiting.ts';

/** Tokens that carry no debit, in the words of their mandates. */
const mandateStates: Readonly<Partial<Record<ProviderToken['status'], string>>> = {
  paused: 'paused',
  cancellation_initiated: 'cancellation_pending',
  cancelled: 'cancelled',
  rejected: 'cancelled',
  expired: 'expired',
};

const readToken = async (
  { provider }: Debiting,
  { tenant, log }: OperationContext,
  { mandate, tokenId }: { readonly mandate: Mandate; readonly tokenId: string },
): Promise<ProviderToken | undefined> => {
  try {
    return await provider.readToken(tenant, { customerId: mandate.remote.customerId, tokenId });
  } catch (error) {
    const isUnanswered = error instanceof DomainError && error.kind === 'unavailable';
    if (!isUnanswered && !(error instanceof PaymentRefused)) throw error;
    // A check on top of our own: the network holds the debit against the token in any case.
    log.warn('token_not_read', { resourceId: mandate.mandateId });
    return undefined;
  }
};

/**
 * What the provider's token makes of a debit whose mandate is active by our own books: the payer may have paused or revoked
 * it in the app, and the word of it may be lost. A token that is not listed, or not told of, says nothing.
 * @returns what a mandate in that state would mean; undefined: it may go on
 */
export const byToken = async (
  deps: Debiting,
  context: OperationContext,
  found: { readonly mandate: Mandate; readonly tokenId: string },
): Promise<MandateVerdict | undefined> => {
  const token = await readToken(deps, context, found);
  const status = token === undefined ? undefined : mandateStates[token.status];
  return status === undefined
    ? undefined
    : byMandate({ terms: { ...found.mandate, status }, now: context.clock.now() });
};
