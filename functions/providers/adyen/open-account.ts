import * as z from 'zod';
import type { VirtualAccount } from '../../balances/ports/account-issuer.ts';
import type { Currency } from '../../kernel/money/currency.ts';
import type { AdyenCall } from './client.ts';

/** An account of Adyen has no number at a bank: money comes to it inside the balance platform, by its id. */
const answer = z
  .object({ id: z.string().min(1) })
  .transform(({ id }): VirtualAccount => ({ externalId: id, number: id }));

/**
 * Opens a balance account (AL-04). The holder is the platform's own account holder: a customer has no twin at the issuer
 * (AL-06), so no name goes there. The reference is Adyen's idempotency key, so the same request is simply sent again.
 */
export const openAccount = (order: {
  readonly reference: string;
  readonly currency: Currency;
}): AdyenCall<VirtualAccount> => ({
  call: 'openAccount',
  send: ({ accounts }, { accountHolderId }) =>
    accounts.createBalanceAccount(
      { accountHolderId, defaultCurrencyCode: order.currency, reference: order.reference },
      { idempotencyKey: order.reference },
    ),
  answer,
  refusals: { 400: 'invalid_request', 404: 'invalid_request', 422: 'invalid_request' },
});
