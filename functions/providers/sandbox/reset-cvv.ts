import type * as z from 'zod';
import { wireCardData } from './card-data.ts';
import type { ProviderCall } from './client.ts';

const answer = wireCardData.pick({ cvv: true });

/** Makes a new CVV (AN-57); one per reference, so an unknown outcome is asked again. */
export const resetCvv = (reset: {
  readonly externalId: string;
  readonly reference: string;
}): ProviderCall<z.output<typeof answer>> => ({
  call: 'resetCvv',
  path: '/issuer/v1/cards/cvv/reset',
  body: { cardId: reset.externalId, reference: reset.reference },
  answer,
});
