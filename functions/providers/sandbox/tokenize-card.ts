import * as z from 'zod';
import type { TokenizedCard } from '../../balances/ports/receiver-card-issuer.ts';
import type { ProviderCall } from './client.ts';

const answer = z
  .object({ token: z.string().min(1).max(80), cardId: z.string().min(1).optional() })
  .transform(({ token, cardId }): TokenizedCard => ({
    token,
    ...(cardId === undefined ? {} : { cardExternalId: cardId }),
  }));

/** Hands a card number over for a token; its repeat answers the same, so an unknown outcome is asked again. */
export const tokenizeCard = (pan: string): ProviderCall<TokenizedCard> => ({
  call: 'tokenizeCard',
  path: '/issuer/v1/receiver-cards',
  body: { pan },
  answer,
});
