import * as z from 'zod';
import { IssuerRefused } from '../../cards/ports/issuer-refused.ts';
import { PinBlock } from '../../cards/ports/pin-block.ts';
import type { AdyenPlatform } from './adyen-platform.ts';
import type { AdyenCall } from './client.ts';
import type { PublicKeys } from './public-key.ts';
import { newSessionKey } from './session-key.ts';

/** `encrypted session key.encrypted PIN block.token`: three parts that the app made and only Adyen can put together. */
const sealedPin = /^(?<key>[0-9A-Fa-f]{64,2048})\.(?<block>[0-9A-Fa-f]{16,64})\.(?<token>\d{16})$/;

/**
 * Passes a PIN on that the app sealed to Adyen. The same again is harmless.
 * @throws IssuerRefused `invalid_request` when the block is not sealed for Adyen
 */
export const changePin = (externalId: string, pinBlock: PinBlock): AdyenCall<string> => {
  const parts = sealedPin.exec(pinBlock.handOver())?.groups;
  if (parts === undefined) throw new IssuerRefused('invalid_request');
  const { key = '', block = '', token = '' } = parts;
  return {
    call: 'changePin',
    send: ({ pins }) =>
      pins.changeCardPin({ paymentInstrumentId: externalId, encryptedKey: key, encryptedPinBlock: block, token }),
    answer: z.object({ status: z.string() }).transform(({ status }) => status),
    refusals: { 400: 'invalid_request', 404: 'card_unknown', 422: 'invalid_request' },
  };
};

const sealedAnswer = z.object({
  encryptedPinBlock: z.string().regex(/^[0-9A-Fa-f]{16,64}$/),
  token: z.string().regex(/^\d{16}$/),
});

/** The PIN block as Adyen sealed it, with the key for it: `session key.encrypted PIN block.token`. */
export const revealPin = (
  platform: Pick<AdyenPlatform, 'random'>,
  keys: PublicKeys,
  externalId: string,
): AdyenCall<PinBlock> => ({
  call: 'revealPin',
  send: async (apis) => {
    const { key, encrypted } = newSessionKey(platform.random, await keys.current(apis, 'pinReveal'));
    const sealed = sealedAnswer.parse(
      await apis.pins.revealCardPin({ paymentInstrumentId: externalId, encryptedKey: encrypted }),
    );
    return new PinBlock(`${Buffer.from(key).toString('hex')}.${sealed.encryptedPinBlock}.${sealed.token}`);
  },
  answer: z.instanceof(PinBlock),
  refusals: { 400: 'invalid_request', 404: 'card_unknown', 422: 'pin_unknown' },
});
