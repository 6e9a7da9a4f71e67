import * as z from 'zod';
import type { PinBlock } from '../../cards/ports/pin-block.ts';
import type { ProviderCall } from './client.ts';

const answer = z.object({ cardId: z.string() }).transform(() => undefined);

/** Sets a card's PIN (AN-64); the same block again is harmless, so an unknown outcome is asked again. */
export const setPin = (pin: { readonly externalId: string; readonly pinBlock: PinBlock }): ProviderCall<undefined> => ({
  call: 'setPin',
  path: '/issuer/v1/cards/pin',
  body: { cardId: pin.externalId, pinBlock: pin.pinBlock.handOver() },
  answer,
});
