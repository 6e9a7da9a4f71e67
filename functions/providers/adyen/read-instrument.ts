import * as z from 'zod';
import type { IssuerStatus } from '../../cards/domain/card.ts';
import type { AdyenCall } from './client.ts';

/** What is read of a payment instrument, which mirrors one card (AL-04). */
export const wireInstrument = z.object({
  id: z.string().min(1),
  reference: z.string().optional(),
  balanceAccountId: z.string().optional(),
  status: z.string().optional(),
  statusReason: z.string().optional(),
  card: z
    .object({
      brand: z.string(),
      brandVariant: z.string(),
      cardholderName: z.string(),
      formFactor: z.string(),
    })
    .nullish(),
});

export type WireInstrument = z.output<typeof wireInstrument>;

const statuses = ['inactive', 'active', 'suspended', 'closed'] as const satisfies readonly IssuerStatus[];

/** A status that is not known means that the card is pending: not usable. */
export const toIssuerStatus = (status: string | undefined): IssuerStatus =>
  statuses.find((known) => known === status) ?? 'inactive';

/** Reads a payment instrument; changes nothing, so an unknown outcome is asked again. */
export const readInstrument = (externalId: string): AdyenCall<WireInstrument> => ({
  call: 'readInstrument',
  send: ({ instruments }) => instruments.getPaymentInstrument(externalId),
  answer: wireInstrument,
  refusals: { 400: 'card_unknown', 404: 'card_unknown', 422: 'card_unknown' },
});
