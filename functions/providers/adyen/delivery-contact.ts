import type { DeliveryContact } from '@adyen/api-library/lib/src/typings/balancePlatform/deliveryContact.js';
import type { PlasticOrder } from '../../cards/ports/issuer-plastics.ts';

/** Adyen wants two names; what stands on the card is one line, so its last word is taken for the last name. */
const nameOf = (displayName: string): { firstName: string; lastName: string } => {
  const words = displayName.trim().split(/\s+/u);
  const lastName = words.at(-1) ?? displayName;
  const firstName = words.slice(0, -1).join(' ');
  return { firstName: firstName === '' ? lastName : firstName, lastName };
};

/** Where a plastic goes; Adyen keeps street and house number apart and takes the whole line for the street. */
export const deliveryContactOf = ({
  displayName,
  deliveryAddress: { line1, line2, city, state, postalCode, country },
}: Pick<PlasticOrder, 'displayName' | 'deliveryAddress'>): DeliveryContact => ({
  name: nameOf(displayName),
  address: { line1, ...(line2 === undefined ? {} : { line2 }), city, stateOrProvince: state, postalCode, country },
});
