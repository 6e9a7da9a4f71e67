import { Temporal } from 'temporal-polyfill';
import { digest } from '../kernel/crypto/digest.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import type { PaymentEvent, PaymentReferences } from './domain/payment-event.ts';
import type { PaymentEntity } from './payment-event-schemas.ts';
import { epochSecondsSchema, paymentEnvelopeSchema, paymentWrapperSchema } from './payment-event-schemas.ts';
import { readJson } from './read-json.ts';

/** As the provider's bytes came. */
interface Delivered {
  readonly raw: Uint8Array;
  /** The provider's own id, which its signature does not cover. */
  readonly deliveredAs: string;
  /** RFC 3339. */
  readonly receivedAt: string;
}

/**
 * Names an event by what was signed. The provider's own id is not: a body that is sent again under another id stays the
 * same event, and one under the id of another event cannot take its place.
 */
const nameOf = (raw: Uint8Array): string => `razorpay-${digest(raw)}`;

const firstOf = (ids: readonly (string | undefined)[]): string | undefined => ids.find((id) => id !== undefined);

/** An entity names itself, and others by members of their own. */
const referencesOf = (entities: ReadonlyMap<string, PaymentEntity>): PaymentReferences => {
  const all = [...entities.values()];
  return {
    orderId: firstOf([entities.get('order')?.id, ...all.map((entity) => entity.order_id)]),
    paymentId: firstOf([entities.get('payment')?.id, ...all.map((entity) => entity.payment_id)]),
    tokenId: firstOf([entities.get('token')?.id, ...all.map((entity) => entity.token_id)]),
    refundId: entities.get('refund')?.id,
  };
};

/** `{ <name>: { entity: {…} } }`; members of another form, such as a `created_at` among them, are not entities. */
const entitiesOf = (payload: Readonly<Record<string, unknown>>): ReadonlyMap<string, PaymentEntity> =>
  new Map(
    Object.entries(payload).flatMap(([name, wrapped]) => {
      const read = paymentWrapperSchema.safeParse(wrapped);
      return read.success ? [[name, read.data.entity] as const] : [];
    }),
  );

const momentOf = (seconds: number | undefined, receivedAt: string): string =>
  seconds === undefined ? receivedAt : toTimestamp(Temporal.Instant.fromEpochMilliseconds(seconds * 1000));

/** An authentic body that is no event of the provider is kept like one of an unknown type. */
export const readPaymentEvent = ({ raw, deliveredAs, receivedAt }: Delivered): PaymentEvent => {
  const named = { eventId: nameOf(raw), source: 'razorpay', deliveredAs } as const;
  const envelope = paymentEnvelopeSchema.safeParse(readJson(raw));
  if (!envelope.success) {
    const nothing = { reference: '', references: {}, accountId: undefined, isMandateToken: false };
    return { ...named, ...nothing, type: 'unreadable', occurredAt: receivedAt };
  }
  const { event: type, account_id: accountId, payload } = envelope.data;
  const entities = entitiesOf(payload);
  const references = referencesOf(entities);
  const { orderId, paymentId, tokenId, refundId } = references;
  const seconds = envelope.data.created_at ?? epochSecondsSchema.parse(payload['created_at']);
  const token = entities.get('token');
  return {
    ...named,
    type,
    reference: orderId ?? paymentId ?? tokenId ?? refundId ?? '',
    occurredAt: momentOf(seconds, receivedAt),
    references,
    accountId,
    isMandateToken: token?.recurring === true || token?.recurring_details !== undefined,
  };
};
