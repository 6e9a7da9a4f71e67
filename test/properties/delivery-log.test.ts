import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { DeliveryEvent } from '../../functions/cards/domain/delivery.ts';
import { deliveryStatus, inOrder, readDeliveryWord } from '../../functions/cards/domain/delivery.ts';

const words = [
  ...['ordered', 'in_production', 'produced', 'shipped', 'in_transit', 'delivery_issue', 'returning', 'returned'],
  ...['delivered', 'rejected', 'cancelled', 'processed_for_delivery', 'held at customs', 'requires_attention'],
];

const orderId = 'ord_1';
const card = { orderId, item: 'card' } as const;

/** A log whose moments often coincide; each word has its own id. */
const log = fc
  .array(
    fc.record({ word: fc.constantFrom(...words), minute: fc.nat(4), item: fc.constantFrom('card', 'pin_mailer') }),
    {
      maxLength: 10,
    },
  )
  .map((told) =>
    told.map(({ word, minute, item }, place): DeliveryEvent => ({
      ...readDeliveryWord(word),
      eventId: `dle-${place}`,
      orderId,
      item: item === 'card' ? 'card' : 'pin_mailer',
      at: Temporal.Instant.fromEpochMilliseconds(minute * 60_000),
    })),
  );

const told = log.chain((events) =>
  fc.record({
    events: fc.constant(events),
    shuffled: fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length }),
  }),
);

describe('a delivery log', () => {
  it('AL-24 is the same log and the same state in whatever order its words came', () => {
    fc.assert(
      fc.property(told, ({ events, shuffled }) => {
        expect(inOrder(shuffled)).toEqual(inOrder(events));
        for (const item of ['card', 'pin_mailer'] as const) {
          expect(deliveryStatus(shuffled, { orderId, item })).toBe(deliveryStatus(events, { orderId, item }));
        }
      }),
    );
  });

  it('AL-24 keeps plastic and PIN mailer apart', () => {
    fc.assert(
      fc.property(told, ({ events }) => {
        const plastic = events.filter(({ item }) => item === 'card');
        expect(deliveryStatus(events, card)).toBe(deliveryStatus(plastic, card));
      }),
    );
  });

  it('AL-25 begins anew with each plastic that is sent', () => {
    fc.assert(
      fc.property(log, log, (first, second) => {
        const again = second.map((event) => ({ ...event, eventId: `again-${event.eventId}`, orderId: 'ord_2' }));
        const both = [...first, ...again];
        expect(deliveryStatus(both, { ...card, orderId: 'ord_2' })).toBe(deliveryStatus(second, card));
        expect(deliveryStatus(both, card)).toBe(deliveryStatus(first, card));
      }),
    );
  });

  it('AL-23 never goes back to the making once it travels', () => {
    fc.assert(
      fc.property(told, ({ events }) => {
        const travels = events.some(({ item, layer }) => item === 'card' && layer !== 'order');
        const making = ['ordered', 'in_production', 'produced', 'rejected', 'cancelled'];
        const isMade = making.includes(deliveryStatus(events, card) ?? '');
        expect(travels && isMade).toBe(false);
      }),
    );
  });

  it('AL-26 keeps a word that is not known as it came, and takes it for nothing', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 64 }), (word) => {
        const { status, raw } = readDeliveryWord(word);
        expect(status === word ? raw : raw === word).toBe(status === word ? undefined : true);
      }),
    );
  });
});
