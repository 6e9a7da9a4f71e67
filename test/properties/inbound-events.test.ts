import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issuerStatuses } from '../../functions/cards/domain/card.ts';
import { wire } from '../../functions/ingress/process-issuer-event/handler.ts';
import { deliver } from '../support/trigger.ts';
import { givenCard, givenHolder } from '../functions/cards/given-cards.ts';
import type { CardWorld } from '../functions/issuance/given-issuances.ts';
import { startCardWorld } from '../functions/issuance/given-issuances.ts';
import { kept, process, queued, statusEvent, storedCard } from '../functions/ingress/given-issuer-events.ts';

let world: CardWorld;
let holder: { readonly customerId: string; readonly balanceId: string };

beforeAll(async () => {
  world = await startCardWorld();
  holder = await givenHolder(world);
});
afterAll(() => world.stop());

const newCard = async () => {
  const { cardId } = await givenCard(world, holder);
  return storedCard(world.platform, world.tenant, cardId);
};

/** Reports of a card, and the same ones several times in another order. */
const deliveries = fc
  .array(fc.record({ to: fc.constantFrom(...issuerStatuses), seconds: fc.integer({ min: 1, max: 5 }) }), {
    minLength: 1,
    maxLength: 4,
  })
  .chain((reports) => {
    const places = reports.flatMap((_, place) => [place, place, place]);
    return fc.tuple(fc.constant(reports), fc.shuffledSubarray(places, { minLength: places.length }));
  });

/** Delivers until the queue has nothing left, as SQS does with what was not handled. */
const drain = async (messages: readonly unknown[], handler: ReturnType<typeof wire>): Promise<void> => {
  for (const message of messages) {
    let turns = 0;
    while (!(await deliver(handler, message))) {
      turns += 1;
      if (turns > 20) throw new Error('the message is never handled');
    }
  }
};

describe('Events of the issuer', () => {
  it('I3 I8 leave the card that one delivery of each in order leaves, in any order and number', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async ([reports, places]) => {
        const [once, often] = [await newCard(), await newCard()];
        for (const report of reports.toSorted((left, right) => left.seconds - right.seconds)) {
          expect(await process(world.platform, statusEvent(world.platform, once.externalId, report))).toBe(true);
        }
        const events = reports.map((report) => statusEvent(world.platform, often.externalId, report));
        for (const place of places) expect(await process(world.platform, events[place]!)).toBe(true);
        const [left, right] = [
          await storedCard(world.platform, world.tenant, once.cardId),
          await storedCard(world.platform, world.tenant, often.cardId),
        ];
        expect([right.status, right.issuerStatus]).toEqual([left.status, left.issuerStatus]);
        for (const { eventId } of events) expect(await kept(world.platform, eventId)).toHaveLength(1);
      }),
      { numRuns: 10 },
    );
  });

  it('I6 lose nothing and do nothing twice when the process dies at any write', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }), async (deaths) => {
        const card = await newCard();
        const event = statusEvent(world.platform, card.externalId, { to: 'suspended', seconds: 1 });
        const dice = [...deaths];
        const dying = async <Result>(work: () => Promise<Result>): Promise<Result> => {
          const result = await work();
          if (dice.shift() === true) throw new Error('the process is gone after its write');
          return result;
        };
        const { table } = world.platform;
        const mortal = wire({
          ...world.platform,
          table: {
            ...table,
            write: (write) => dying(() => table.write(write)),
            transact: (writes, token) => dying(() => table.transact(writes, token)),
          },
        });
        const { eventId, ...body } = event;
        await drain([queued(world.platform, eventId, JSON.stringify(body))], mortal);
        const after = await storedCard(world.platform, world.tenant, card.cardId);
        expect([after.status, after.sequence]).toEqual(['locked', 2]);
        expect(await kept(world.platform, eventId)).toHaveLength(1);
      }),
      { numRuns: 16 },
    );
  });

  it('I6 I12 are all handled, kept or parked, whatever an authentic body holds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string(), fc.json(), fc.uint8Array({ maxLength: 200 })),
        fc.uuid(),
        async (body, id) => {
          expect(await deliver(wire(world.platform), queued(world.platform, id, body))).toBe(true);
          expect(await kept(world.platform, id)).toMatchObject([{ state: 'quarantined' }]);
        },
      ),
      { numRuns: 25 },
    );
  });
});
