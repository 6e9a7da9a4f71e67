import * as z from 'zod';
import type { ReturnReason } from '../../balances/domain/account-credit.ts';
import type { ProviderCall } from './client.ts';

const answer = z.object({ status: z.literal('returned') }).transform((): true => true);

/** Sends a credit back to its payer; its repeat answers the same, so an unknown outcome is asked again. */
export const returnCredit = (credit: {
  readonly transferId: string;
  readonly reference: string;
  readonly reason: ReturnReason;
}): ProviderCall<true> => ({
  call: 'returnCredit',
  path: '/issuer/v1/credits/return',
  body: { transferId: credit.transferId, reference: credit.reference, reason: credit.reason },
  answer,
});
