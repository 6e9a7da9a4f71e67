import * as z from 'zod';
import type { CardPush } from '../../balances/ports/receiver-card-issuer.ts';
import { toWire } from '../../kernel/money/money.ts';
import type { ProviderCall } from './client.ts';

const answer = z.object({ status: z.literal('accepted') }).transform((): 'accepted' => 'accepted');

/** Pushes money to a card; recovered by asking for the payout of the reference, never by a blind repeat. */
export const pushToCard = ({ reference, token, amount }: CardPush): ProviderCall<'accepted'> => ({
  call: 'pushToCard',
  path: '/issuer/v1/card-payouts',
  body: { reference, token, amount: toWire(amount) },
  answer,
  recovery: { path: '/issuer/v1/card-payouts/find', body: { reference }, notDone: 'payout_unknown' },
});
