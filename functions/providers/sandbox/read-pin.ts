import * as z from 'zod';
import { PinBlock } from '../../cards/ports/pin-block.ts';
import type { ProviderCall } from './client.ts';

const answer = z
  .object({ pinBlock: z.string().min(1).max(2048) })
  .transform(({ pinBlock }) => ({ pinBlock: new PinBlock(pinBlock) }));

/** Reads a card's PIN for a reveal (AL-31); changes nothing, so an unknown outcome is asked again. */
export const readPin = (externalId: string): ProviderCall<{ readonly pinBlock: PinBlock }> => ({
  call: 'readPin',
  path: '/issuer/v1/cards/pin/read',
  body: { cardId: externalId },
  answer,
});
