import * as z from 'zod';
import type { CardOrder, IssuedCard } from '../../cards/ports/issuer-processor.ts';
import { toCardData, wireCardData } from './card-data.ts';
import type { ProviderCall } from './client.ts';

/** A status that is not known here means pending: until the issuer says otherwise the card cannot be used. */
const status = z.enum(['inactive', 'active', 'suspended', 'closed']).catch('inactive');

/** A card as the issuer answers it. */
export const issuedCard = wireCardData
  .extend({ cardId: z.string().min(1), status, fingerprint: z.string().min(1) })
  .transform((card): IssuedCard => ({
    externalId: card.cardId,
    issuerStatus: card.status,
    fingerprint: card.fingerprint,
    data: toCardData(card),
  }));

/** The card that another one takes the place of, as the issuer reads it. */
export const replacedCard = ({
  externalId,
  sameNumber,
}: NonNullable<CardOrder['replaces']>): { readonly cardId: string; readonly sameNumber: boolean } => ({
  cardId: externalId,
  sameNumber,
});

/** Makes a virtual card (AN-62); recovered by asking for the card of the reference, never by a blind repeat. */
export const createCard = (order: CardOrder): ProviderCall<IssuedCard> => ({
  call: 'createCard',
  path: '/issuer/v1/cards',
  body: {
    reference: order.reference,
    accountId: order.accountExternalId,
    bin: order.bin,
    network: order.network,
    displayName: order.displayName,
    initialStatus: order.initialStatus,
    threeDs: { phone: order.threeDs.phone, password: order.threeDs.password },
    ...(order.replaces === undefined ? {} : { replaces: replacedCard(order.replaces) }),
  },
  answer: issuedCard,
  recovery: { path: '/issuer/v1/cards/find', body: { reference: order.reference }, notDone: 'card_unknown' },
});
