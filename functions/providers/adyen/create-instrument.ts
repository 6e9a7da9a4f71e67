import { CardInfo } from '@adyen/api-library/lib/src/typings/balancePlatform/cardInfo.js';
import type { DeliveryContact } from '@adyen/api-library/lib/src/typings/balancePlatform/deliveryContact.js';
import { PaymentInstrumentInfo } from '@adyen/api-library/lib/src/typings/balancePlatform/paymentInstrumentInfo.js';
import { Phone } from '@adyen/api-library/lib/src/typings/balancePlatform/phone.js';
import type { CardOrder } from '../../cards/ports/issuer-processor.ts';
import { IssuerRefused } from '../../cards/ports/issuer-refused.ts';
import type { AdyenApis, AdyenCall } from './client.ts';
import type { WireInstrument } from './read-instrument.ts';
import { wireInstrument } from './read-instrument.ts';
import type { AdyenProgram } from './settings.ts';

export type InstrumentOrder = Pick<CardOrder, 'reference' | 'accountExternalId' | 'network' | 'displayName'> &
  Partial<Pick<CardOrder, 'threeDs'>> & {
    readonly status: 'inactive' | 'active';
    /** Of a physical card; without it the card is virtual. */
    readonly deliveryContact?: DeliveryContact | undefined;
  };

const brands = { visa: 'visa', mastercard: 'mc', rupay: 'rupay' } as const;

/** How the holder proves to be the holder in 3-D Secure (AL-28, AL-29). */
export const authenticationOf = ({
  phone,
  password,
}: CardOrder['threeDs']): { phone: { number: string; type: Phone.TypeEnum }; password: string } => ({
  phone: { number: phone, type: Phone.TypeEnum.Mobile },
  password,
});

const { FormFactorEnum } = CardInfo;

const cardOf = (order: InstrumentOrder, { brandVariants, cardProfileId }: AdyenProgram): CardInfo => {
  const brandVariant = brandVariants[order.network];
  if (brandVariant === undefined) throw new IssuerRefused('not_supported');
  return {
    brand: brands[order.network],
    brandVariant,
    cardholderName: order.displayName,
    formFactor: order.deliveryContact === undefined ? FormFactorEnum.Virtual : FormFactorEnum.Physical,
    // On from issuance (AL-27).
    threeDSecure: 'fullySupported',
    ...(order.threeDs === undefined ? {} : { authentication: authenticationOf(order.threeDs) }),
    ...(cardProfileId === undefined ? {} : { configuration: { configurationProfileId: cardProfileId } }),
    ...(order.deliveryContact === undefined ? {} : { deliveryContact: order.deliveryContact }),
  };
};

const pageSize = 100;
const mostPages = 10;

/** Looks through the cards of the account: Adyen finds nothing by our reference. */
const findByReference = async ({ accounts }: AdyenApis, order: InstrumentOrder): Promise<unknown> => {
  for (let page = 0; page < mostPages; page += 1) {
    const { paymentInstruments, hasNext } = await accounts.getPaymentInstrumentsLinkedToBalanceAccount(
      order.accountExternalId,
      page * pageSize,
      pageSize,
    );
    const found = paymentInstruments.find(({ reference }) => reference === order.reference);
    if (found !== undefined) return found;
    if (!hasNext) return undefined;
  }
  return undefined;
};

/**
 * Makes a card. The reference is Adyen's idempotency key, which it keeps for a week at least; a lost answer is also
 * looked for among the account's cards.
 */
export const createInstrument = (order: InstrumentOrder): AdyenCall<WireInstrument> => ({
  call: 'createInstrument',
  send: async ({ instruments }, program) => {
    const { StatusEnum, TypeEnum } = PaymentInstrumentInfo;
    return instruments.createPaymentInstrument(
      {
        type: TypeEnum.Card,
        balanceAccountId: order.accountExternalId,
        issuingCountryCode: program.issuingCountry,
        reference: order.reference,
        status: order.status === 'active' ? StatusEnum.Active : StatusEnum.Inactive,
        card: cardOf(order, program),
      },
      { idempotencyKey: order.reference },
    );
  },
  answer: wireInstrument,
  refusals: { 400: 'invalid_request', 404: 'account_unknown', 422: 'invalid_request' },
  find: (apis) => findByReference(apis, order),
});
