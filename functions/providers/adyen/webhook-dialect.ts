import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import type { TranslatedEvent, WebhookDialect } from '../../ingress/ports/webhook-dialect.ts';

/** Any other text would be cut short where it stops being hex: an empty key is one that everybody has. */
const hmacKey = /^[0-9A-Fa-f]{64}$/;
const base64Mac = /^[A-Za-z0-9+/]{43}=$/;

/**
 * HMAC-SHA-256 over the bytes as they came, in base64, under the key in hex. Not the library's validator: it takes text,
 * so bytes that are no UTF-8 would be judged after they were changed.
 */
const isGenuine: WebhookDialect['isGenuine'] = ({ rawBody, headers: { hmacsignature = '' }, secrets }) => {
  if (!base64Mac.test(hmacsignature)) return false;
  const signature = Buffer.from(hmacsignature, 'base64');
  const keys = secrets.filter((secret) => hmacKey.test(secret)).map((secret) => Buffer.from(secret, 'hex'));
  // Every key is tried, also after a match.
  return keys
    .map((key) => timingSafeEqual(createHmac('sha256', key).update(rawBody).digest(), signature))
    .includes(true);
};

const id = z.string().min(1).max(128);
const timestamp = z.iso.datetime({ offset: true });
const word = z.string().min(1).max(64);
const delivery = z.object({ status: word, trackingNumber: word.optional() });

const card = z.object({ formFactor: word.optional() }).nullish();

const instrumentWebhook = z.object({
  type: z.enum(['balancePlatform.paymentInstrument.created', 'balancePlatform.paymentInstrument.updated']),
  timestamp,
  data: z.object({ paymentInstrument: z.object({ id, status: word.optional(), statusReason: word.optional(), card }) }),
});

const orderWebhook = z.object({
  type: z.enum(['balancePlatform.cardorder.created', 'balancePlatform.cardorder.updated']),
  timestamp,
  data: z.object({
    paymentInstrumentId: id,
    card: delivery.nullish(),
    pin: delivery.nullish(),
    shippingMethod: word.optional(),
  }),
});

const webhook = z.discriminatedUnion('type', [instrumentWebhook, orderWebhook]);

const statuses: ReadonlySet<string> = new Set(['inactive', 'active', 'suspended', 'closed']);

const instrumentEvents = (
  data: z.output<typeof instrumentWebhook>['data'],
  { type, timestamp: occurredAt }: z.output<typeof webhook>,
): TranslatedEvent[] => {
  const { id: reference, status = '', statusReason: reason, card: made } = data.paymentInstrument;
  // A status that is not known means that the card is pending: not usable.
  const to = statuses.has(status) ? status : 'inactive';
  if (type.endsWith('.created') && made?.formFactor === 'physical') {
    // The platform has no card yet that this could be about, only the order for one.
    return [{ type: 'card.order_status', reference, occurredAt, data: { status: 'ordered' } }];
  }
  if (type.endsWith('.created')) return [{ type: 'card.created', reference, occurredAt, data: { status: to } }];
  const why = reason === undefined ? {} : { reason };
  return [{ type: 'card.status_changed', reference, occurredAt, data: { to, ...why } }];
};

const orderWords: ReadonlyMap<string, string> = new Map([
  ['created', 'ordered'],
  ['processing', 'in_production'],
  ['produced', 'produced'],
  ['shipped', 'produced'],
  ['delivered', 'produced'],
  ['rejected', 'rejected'],
]);

const orderEvents = (
  data: z.output<typeof orderWebhook>['data'],
  { timestamp: occurredAt }: z.output<typeof webhook>,
): TranslatedEvent[] => {
  const { paymentInstrumentId: reference, card, pin, shippingMethod: carrier } = data;
  const told = (item: 'card' | 'pin_mailer', part: z.output<typeof delivery> | null | undefined): TranslatedEvent[] =>
    part === null || part === undefined || part.status === 'notApplicable'
      ? []
      : [
          {
            type: 'card.delivery',
            reference,
            occurredAt,
            data: { item, ...part, at: occurredAt, ...(carrier === undefined ? {} : { carrier }) },
          },
        ];
  const made = orderWords.get(card?.status ?? '');
  return [
    ...(made === undefined ? [] : [{ type: 'card.order_status', reference, occurredAt, data: { status: made } }]),
    ...told('card', card),
    ...told('pin_mailer', pin),
  ];
};

const readJson = (rawBody: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(rawBody).toString('utf8'));
  } catch {
    // What is authentic and no JSON is kept as it came, like any other that is not understood.
    return undefined;
  }
};

/**
 * Webhooks of Adyen's balance platform. Only what the platform acts on is taken over: name, phone and address of a holder,
 * which Adyen sends along, go no further.
 */
export const adyenDialect: WebhookDialect = {
  isGenuine,
  // Adyen gives its events no id, and a delivery that is repeated is the same bytes.
  nameOf: (rawBody) => `adyen-${createHash('sha256').update(rawBody).digest('hex')}`,
  translate: (rawBody) => {
    const read = webhook.safeParse(readJson(rawBody));
    if (!read.success) return undefined;
    const { data: told } = read;
    const events = 'paymentInstrument' in told.data ? instrumentEvents(told.data, told) : orderEvents(told.data, told);
    return events.length === 0 ? undefined : events;
  },
};
