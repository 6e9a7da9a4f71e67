import type { CardData } from '../../cards/ports/issuer-processor.ts';
import { toCardData, wireCardData } from './card-data.ts';
import type { ProviderCall } from './client.ts';

/** Reads full card data for a reveal (AN-54, AL-32); changes nothing, so an unknown outcome is asked again. */
export const readCardData = (externalId: string): ProviderCall<CardData> => ({
  call: 'readCardData',
  path: '/issuer/v1/cards/read',
  body: { cardId: externalId },
  answer: wireCardData.transform(toCardData),
});
