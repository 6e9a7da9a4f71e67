import { CardInfo } from '@adyen/api-library/lib/src/typings/balancePlatform/cardInfo.js';
import { PaymentInstrumentUpdateRequest } from '@adyen/api-library/lib/src/typings/balancePlatform/paymentInstrumentUpdateRequest.js';
import type { IssuerReason } from '../../cards/domain/issuer-reason.ts';
import type { CardOrder } from '../../cards/ports/issuer-processor.ts';
import { IssuerRefused } from '../../cards/ports/issuer-refused.ts';
import type { AdyenCall } from './client.ts';
import { authenticationOf } from './create-instrument.ts';
import type { WireInstrument } from './read-instrument.ts';
import { wireInstrument } from './read-instrument.ts';

const { StatusEnum, StatusReasonEnum } = PaymentInstrumentUpdateRequest;

const wireStatuses = { active: StatusEnum.Active, suspended: StatusEnum.Suspended, closed: StatusEnum.Closed } as const;

const wireReasons = {
  accountClosure: StatusReasonEnum.AccountClosure,
  damaged: StatusReasonEnum.Damaged,
  endOfLife: StatusReasonEnum.EndOfLife,
  expired: StatusReasonEnum.Expired,
  lost: StatusReasonEnum.Lost,
  other: StatusReasonEnum.Other,
  stolen: StatusReasonEnum.Stolen,
  suspectedFraud: StatusReasonEnum.SuspectedFraud,
  transactionRule: StatusReasonEnum.TransactionRule,
} as const satisfies Readonly<Record<IssuerReason, string>>;

/** Adyen wants a comment with the reason `other`; why it was is kept on our side. */
const comment = 'by the program';

export const updateStatus = (change: {
  readonly externalId: string;
  readonly status: keyof typeof wireStatuses;
  readonly reason?: IssuerReason | undefined;
}): AdyenCall<WireInstrument> => ({
  call: 'updateStatus',
  send: ({ instruments }) =>
    instruments.updatePaymentInstrument(change.externalId, {
      status: wireStatuses[change.status],
      ...(change.reason === undefined ? {} : { statusReason: wireReasons[change.reason] }),
      ...(change.reason === 'other' ? { statusComment: comment } : {}),
    }),
  answer: wireInstrument,
  refusals: { 400: 'invalid_request', 404: 'card_unknown', 422: 'status_not_allowed' },
});

/** The card as it is, with another phone and password: Adyen takes a card as a whole. The same again changes nothing. */
export const updateAuthentication = (
  { id, card }: WireInstrument,
  threeDs: CardOrder['threeDs'],
): AdyenCall<WireInstrument> => {
  if (card === undefined || card === null) throw new IssuerRefused('card_unknown');
  const { brand, brandVariant, cardholderName, formFactor } = card;
  const { Physical, Virtual } = CardInfo.FormFactorEnum;
  return {
    call: 'updateAuthentication',
    send: ({ instruments }) =>
      instruments.updatePaymentInstrument(id, {
        card: {
          brand,
          brandVariant,
          cardholderName,
          formFactor: formFactor === 'physical' ? Physical : Virtual,
          threeDSecure: 'fullySupported',
          authentication: authenticationOf(threeDs),
        },
      }),
    answer: wireInstrument,
    refusals: { 400: 'invalid_request', 404: 'card_unknown', 422: 'invalid_request' },
  };
};
