import * as z from 'zod';
import type { VirtualAccount } from '../../balances/ports/account-issuer.ts';
import type { Currency } from '../../kernel/money/currency.ts';
import type { ProviderCall } from './client.ts';

const answer = z
  .object({
    accountId: z.string().min(1),
    number: z.string().min(1),
    ifsc: z.string().optional(),
    iban: z.string().optional(),
  })
  .transform(({ accountId, number, ifsc, iban }): VirtualAccount => ({
    externalId: accountId,
    number,
    ...(ifsc === undefined ? {} : { ifsc }),
    ...(iban === undefined ? {} : { iban }),
  }));

/** Opens a virtual account; recovered by asking for the account of the reference. */
export const openAccount = (order: {
  readonly reference: string;
  readonly currency: Currency;
  readonly holderName: string;
}): ProviderCall<VirtualAccount> => ({
  call: 'openAccount',
  path: '/issuer/v1/accounts',
  body: { reference: order.reference, currency: order.currency, holderName: order.holderName },
  answer,
  recovery: { path: '/issuer/v1/accounts/find', body: { reference: order.reference }, notDone: 'account_unknown' },
});
