import * as z from 'zod';
import type { ProviderCall } from './client.ts';

const answer = z.object({ cardId: z.string() }).transform(() => undefined);

/** Sets 3-D Secure (AL-28, AL-29); the same again is harmless, so an unknown outcome is asked again. */
export const setThreeDs = (threeDs: {
  readonly externalId: string;
  readonly enabled: boolean;
  readonly phone: string;
  readonly password: string;
}): ProviderCall<undefined> => {
  const { externalId, enabled, phone, password } = threeDs;
  return {
    call: 'setThreeDs',
    path: '/issuer/v1/cards/three-ds',
    body: { cardId: externalId, enabled, phone, password },
    answer,
  };
};
