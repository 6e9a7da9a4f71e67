import type { CardMessage, CardMessages } from '../authorizations/ports/card-messages.ts';
import { fromWire } from '../kernel/money/money.ts';
import { fromTimestamp } from '../kernel/time/clock.ts';
import type { CardMessageData, CardMessageType } from './card-message-schemas.ts';
import { cardMessageSchemas } from './card-message-schemas.ts';
import type { IssuerEvent } from './domain/issuer-event.ts';
import { eventSpaces } from './event-spaces.ts';
import type { EventApplier } from './ports/event-applier.ts';

const nameOf = ({ id, transmittedAt }: { readonly id: string; readonly transmittedAt: string }) => ({
  id,
  transmittedAt: fromTimestamp(transmittedAt).round('millisecond'),
});

const aboutOf = (event: IssuerEvent, data: CardMessageData) => ({
  message: nameOf(data.message),
  original: data.original === undefined ? undefined : nameOf(data.original),
  merchant: data.merchant,
  occurredAt: fromTimestamp(event.occurredAt),
});

/** What each type says beyond what all say. */
const readers: Readonly<Record<CardMessageType, (event: IssuerEvent) => CardMessage | undefined>> = {
  'card.authorization_advice': (event) => {
    const { data } = cardMessageSchemas['card.authorization_advice'].safeParse(event.data);
    if (data === undefined) return undefined;
    const { amount, standIn, mandate } = data;
    return {
      ...{ kind: 'advice', ...aboutOf(event, data), amount: fromWire(amount), standIn },
      ...(mandate?.act === 'debit'
        ? { mandate: { reference: mandate.reference, announcement: mandate.announcement } }
        : {}),
    };
  },
  'card.authorization_reversed': (event) => {
    const { data } = cardMessageSchemas['card.authorization_reversed'].safeParse(event.data);
    if (data === undefined) return undefined;
    const amount = data.amount === undefined ? undefined : fromWire(data.amount);
    return { kind: 'reversal', ...aboutOf(event, data), amount };
  },
  'card.authorization_expired': (event) => {
    const { data } = cardMessageSchemas['card.authorization_expired'].safeParse(event.data);
    return data === undefined ? undefined : { kind: 'expiry', ...aboutOf(event, data) };
  },
  'card.cleared': (event) => {
    const { data } = cardMessageSchemas['card.cleared'].safeParse(event.data);
    if (data === undefined) return undefined;
    return { kind: 'clearing', ...aboutOf(event, data), amount: fromWire(data.amount), final: data.final };
  },
  'card.force_posted': (event) => {
    const { data } = cardMessageSchemas['card.force_posted'].safeParse(event.data);
    return data === undefined
      ? undefined
      : { kind: 'force_post', ...aboutOf(event, data), amount: fromWire(data.amount) };
  },
  'card.refunded': (event) => {
    const { data } = cardMessageSchemas['card.refunded'].safeParse(event.data);
    return data === undefined ? undefined : { kind: 'refund', ...aboutOf(event, data), amount: fromWire(data.amount) };
  },
  'card.refund_reversed': (event) => {
    const { data } = cardMessageSchemas['card.refund_reversed'].safeParse(event.data);
    if (data === undefined) return undefined;
    return { kind: 'refund_reversal', ...aboutOf(event, data), amount: fromWire(data.amount) };
  },
  'card.charged_back': (event) => {
    const { data } = cardMessageSchemas['card.charged_back'].safeParse(event.data);
    if (data === undefined) return undefined;
    return { kind: 'chargeback', ...aboutOf(event, data), amount: fromWire(data.amount), phase: data.phase };
  },
};

const applierOf = (type: CardMessageType, messages: CardMessages): EventApplier => ({
  space: eventSpaces[type],
  apply: async (context, cardId, event) => {
    const message = readers[type](event);
    return message === undefined ? 'not_understood' : messages.apply(context, cardId, message);
  },
});

/** Messages of the card network take effect on the card's balance. */
export const cardMessageAppliers = (messages: CardMessages): Readonly<Record<CardMessageType, EventApplier>> => ({
  'card.authorization_advice': applierOf('card.authorization_advice', messages),
  'card.authorization_reversed': applierOf('card.authorization_reversed', messages),
  'card.authorization_expired': applierOf('card.authorization_expired', messages),
  'card.cleared': applierOf('card.cleared', messages),
  'card.force_posted': applierOf('card.force_posted', messages),
  'card.refunded': applierOf('card.refunded', messages),
  'card.refund_reversed': applierOf('card.refund_reversed', messages),
  'card.charged_back': applierOf('card.charged_back', messages),
});
