import type { IssuerPlastics } from '../../cards/ports/issuer-plastics.ts';
import type { IssuedCard } from '../../cards/ports/issuer-processor.ts';
import type { ProviderCall } from './client.ts';
import { issuedCard } from './create-card.ts';

/** Links a produced plastic (AN-63); a repeat answers the same card, so an unknown outcome is asked again. */
export const linkCard = ({
  orderId,
  reference,
  threeDs,
}: Parameters<IssuerPlastics['linkCard']>[1]): ProviderCall<IssuedCard> => ({
  call: 'linkCard',
  path: '/issuer/v1/card-orders/link',
  body: { orderId, reference, threeDs: { phone: threeDs.phone, password: threeDs.password } },
  answer: issuedCard,
});
