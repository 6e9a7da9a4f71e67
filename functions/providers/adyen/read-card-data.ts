import * as z from 'zod';
import type { CardData } from '../../cards/ports/issuer-processor.ts';
import type { AdyenPlatform } from './adyen-platform.ts';
import type { AdyenCall } from './client.ts';
import type { PublicKeys } from './public-key.ts';
import type { SessionKey } from './session-key.ts';
import { newSessionKey, openWithSessionKey } from './session-key.ts';
import { AdyenUnsuccessful } from './transport.ts';

const wireCardData = z
  .object({
    pan: z.string().regex(/^\d{14,19}$/),
    cvc: z.string().regex(/^\d{3}$/),
    expiration: z.object({ month: z.string().regex(/^\d{1,2}$/), year: z.string().regex(/^\d{4}$/) }),
  })
  .transform(({ pan, cvc, expiration }): CardData => ({
    pan,
    cvv: cvc,
    expiryMonth: Number(expiration.month),
    expiryYear: Number(expiration.year),
  }));

const sealedAnswer = z.object({ encryptedData: z.string().regex(/^(?:[0-9A-Fa-f]{32})+$/) });

/** What cannot be opened counts as no answer; an error's own message may quote what was inside. */
const open = (sessionKey: SessionKey, body: unknown): unknown => {
  try {
    return JSON.parse(openWithSessionKey(sessionKey, sealedAnswer.parse(body).encryptedData));
  } catch {
    throw new AdyenUnsuccessful(0);
  }
};

/** Card data under a key of this request alone (AN-54, AL-32, M-25); changes nothing, so an unknown outcome is asked again. */
export const readCardData = (
  platform: Pick<AdyenPlatform, 'random'>,
  keys: PublicKeys,
  externalId: string,
): AdyenCall<CardData> => ({
  call: 'revealCard',
  send: async (apis) => {
    const sessionKey = newSessionKey(platform.random, await keys.current(apis, 'panReveal'));
    const { encrypted: encryptedKey } = sessionKey;
    const request = { paymentInstrumentId: externalId, encryptedKey };
    return open(sessionKey, await apis.instruments.revealDataOfPaymentInstrument(request));
  },
  answer: wireCardData,
  refusals: { 400: 'card_unknown', 404: 'card_unknown', 422: 'card_unknown' },
});
