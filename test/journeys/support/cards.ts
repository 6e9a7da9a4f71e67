import * as z from 'zod';
import type { Caller } from './caller.ts';
import { answered } from './caller.ts';
import type { Encryption } from './encryption.ts';

/** An encrypted answer. */
export const sealed = z.strictObject({ payload: z.string() });

/** What only its caller can read. */
export const fullCard = z.strictObject({
  cardId: z.string().startsWith('crd_'),
  balanceId: z.string(),
  status: z.string(),
  pan: z.string(),
  expiryMonth: z.int().min(1).max(12),
  expiryYear: z.int(),
  cvv: z.string(),
});

export type FullCard = z.output<typeof fullCard>;

interface CardOrder {
  readonly customerId: string;
  readonly balanceId: string;
}

/** Orders a virtual card, encrypted both ways. */
export const createCard = async (tenant: Caller, encryption: Encryption, order: CardOrder): Promise<FullCard> => {
  const path = `/secure/customers/${order.customerId}/cards`;
  const answer = await tenant.post(path, await encryption.seal({ balanceId: order.balanceId }), encryption.both);
  return fullCard.parse(await encryption.open(answered(answer, 201, sealed)));
};
