import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { processIssuerEvent as declaration } from '../../../../functions/ingress/process-issuer-event/declaration.ts';
import { wire } from '../../../../functions/ingress/process-issuer-event/handler.ts';
import { wire as wireReceive } from '../../../../functions/ingress/receive-issuer-event/handler.ts';
import { decryptMessage } from '../../../../functions/kernel/crypto/jwe-decrypt.ts';
import { givenProgram } from '../../../support/programs.ts';
import { batchOf, callUrl, deliver, noContext } from '../../../support/trigger.ts';
import { givenCard, givenHolder, recordsOf } from '../../cards/given-cards.ts';
import type { CardWorld } from '../../issuance/given-issuances.ts';
import { givenWaiting, startCardWorld } from '../../issuance/given-issuances.ts';
import type { SentEvent } from '../given-issuer-events.ts';
import { bodyOf, kept, process, queued, statusEvent, storedCard } from '../given-issuer-events.ts';

let world: CardWorld;

beforeAll(async () => {
  world = await startCardWorld();
});
afterAll(() => world.stop());

const newCard = async (tenant = world.tenant) => {
  const { cardId } = await givenCard(world, await givenHolder(world, { tenant }), tenant);
  const { externalId } = await storedCard(world.platform, tenant, cardId);
  return { cardId, externalId };
};

const counted = (name: 'event_quarantined' | 'duplicate_event') => {
  let amount = 0;
  const meter = {
    ...world.platform.meter,
    count: (counter: string, more: number) => {
      if (counter === name) amount += more;
    },
  };
  return { platform: { ...world.platform, meter }, amount: () => amount };
};

const kycCase = async () => {
  const { kycId } = await givenWaiting(world, randomUUID());
  const [item] = (await world.platform.items()).filter(
    (stored) => stored['item'] === 'kyc' && stored['kycId'] === kycId,
  );
  return { kycId, reference: String(item?.['externalId']) };
};

const kycEvent = (reference: string, outcome: string): SentEvent => ({
  eventId: `evt-${randomUUID()}`,
  type: 'kyc.completed',
  reference,
  occurredAt: world.platform.clock.now().toString(),
  data: { outcome },
});

describe('processIssuerEvent', () => {
  it('M-15 keeps every event as it came, readable for the platform’s key alone', async () => {
    const { externalId } = await newCard();
    const event = statusEvent(world.platform, externalId, { to: 'suspended', seconds: 1 });
    expect(await process(world.platform, event)).toBe(true);
    const [item, ...others] = await kept(world.platform, event.eventId);
    expect(others).toEqual([]);
    expect(item).toMatchObject({ type: event.type, reference: externalId, state: 'applied' });
    expect(String(item?.['pk'])).toContain(world.tenant.tenantId);
    const raw = await decryptMessage(item?.['raw'], world.platform.messageKeys);
    expect(Buffer.from(raw).toString()).toBe(bodyOf(event));
  });

  it('AL-14 D-02 takes the issuer’s status over, with its record', async () => {
    const { cardId, externalId } = await newCard();
    await process(world.platform, statusEvent(world.platform, externalId, { to: 'suspended', seconds: 1 }));
    expect(await storedCard(world.platform, world.tenant, cardId)).toMatchObject({
      status: 'locked',
      issuerStatus: 'suspended',
      requestedStatus: 'active',
    });
    expect((await recordsOf(world.platform, cardId)).at(-1)).toMatchObject({
      type: 'card.issuer_status_changed',
      actor: 'system:processIssuerEvent',
    });
  });

  it('leaves a card as it is when the issuer confirms that it was made', async () => {
    const { cardId, externalId } = await newCard();
    const event = { ...statusEvent(world.platform, externalId, { to: 'active', seconds: 1 }), type: 'card.created' };
    await process(world.platform, { ...event, data: { status: 'active', lastFour: '1234' } });
    expect(await kept(world.platform, event.eventId)).toMatchObject([{ state: 'already' }]);
    expect((await storedCard(world.platform, world.tenant, cardId)).sequence).toBe(1);
  });

  it('ignores reports of earlier moments, whatever came first', async () => {
    const { cardId, externalId } = await newCard();
    const suspended = statusEvent(world.platform, externalId, { to: 'suspended', seconds: 10 });
    const active = statusEvent(world.platform, externalId, { to: 'active', seconds: 20 });
    await process(world.platform, active);
    await process(world.platform, suspended);
    expect(await storedCard(world.platform, world.tenant, cardId)).toMatchObject({ status: 'active' });
    expect(await kept(world.platform, suspended.eventId)).toMatchObject([{ state: 'already' }]);
  });

  it('I8 keeps a closed card closed, and quarantines nothing of it', async () => {
    const { cardId, externalId } = await newCard();
    await process(world.platform, statusEvent(world.platform, externalId, { to: 'closed', seconds: 1 }));
    const later = statusEvent(world.platform, externalId, { to: 'active', seconds: 2 });
    expect(await process(world.platform, later)).toBe(true);
    expect((await storedCard(world.platform, world.tenant, cardId)).status).toBe('closed');
    expect(await kept(world.platform, later.eventId)).toMatchObject([{ state: 'not_allowed' }]);
  });

  it('AN-04 applies the result of a KYC case, once', async () => {
    const { kycId, reference } = await kycCase();
    const event = kycEvent(reference, 'approved');
    expect(await process(world.platform, event)).toBe(true);
    expect(await process(world.platform, event)).toBe(true);
    const types = (await recordsOf(world.platform, kycId)).map(({ type }) => type);
    expect(types).toEqual(['kyc.started', 'kyc.approved']);
  });

  it('takes a webhook of the twin from the door to its effect', async () => {
    const { externalId } = await newCard();
    await expect.poll(() => world.twin.received.find(({ body }) => body.reference === externalId)).toBeDefined();
    const webhook = world.twin.received.find(({ body }) => body.reference === externalId);
    const before = world.platform.sent.messages.length;
    // The twin stamps its webhooks by its own clock, which stands as still as this one.
    const request = { headers: { ...webhook?.headers }, body: webhook?.rawBody ?? '' };
    expect((await callUrl(wireReceive(world.platform), request)).status).toBe(202);
    const [message] = world.platform.sent.messages.slice(before);
    expect(message?.queue).toBe(declaration.queue);
    expect(await deliver(wire(world.platform), message?.body)).toBe(true);
    expect(await kept(world.platform, webhook?.headers['x-event-id'] ?? '')).toMatchObject([{ state: 'already' }]);
  });
});

describe('processIssuerEvent under repeats and faults', () => {
  it.each([1, 2, 3, 4, 5])('I3 has one effect when an event is delivered %i times', async (times) => {
    const { cardId, externalId } = await newCard();
    const { platform, amount } = counted('duplicate_event');
    const event = statusEvent(platform, externalId, { to: 'suspended', seconds: 1 });
    for (let turn = 0; turn < times; turn += 1) expect(await process(platform, event)).toBe(true);
    expect(await storedCard(platform, world.tenant, cardId)).toMatchObject({ sequence: 2, status: 'locked' });
    expect(await kept(platform, event.eventId)).toMatchObject([{ state: 'applied' }]);
    expect(amount()).toBe(times - 1);
  });

  it('I3 has one effect when one batch holds an event several times', async () => {
    const { cardId, externalId } = await newCard();
    const event = statusEvent(world.platform, externalId, { to: 'suspended', seconds: 1 });
    const message = queued(world.platform, event.eventId, bodyOf(event));
    const first = await wire(world.platform)(batchOf(message, message, message), noContext);
    const again = first.batchItemFailures.map(() => message);
    if (again.length > 0) await wire(world.platform)(batchOf(...again), noContext);
    expect((await storedCard(world.platform, world.tenant, cardId)).sequence).toBe(2);
    expect(await kept(world.platform, event.eventId)).toHaveLength(1);
  });

  it('I6 a crash between the effect and its note is harmless when the event comes again', async () => {
    const { cardId, externalId } = await newCard();
    const event = statusEvent(world.platform, externalId, { to: 'suspended', seconds: 1 });
    const { table } = world.platform;
    const crashing: typeof world.platform = {
      ...world.platform,
      table: {
        ...table,
        write: (write) =>
          write.kind === 'update' ? Promise.reject(new Error('the process is gone')) : table.write(write),
      },
    };
    expect(await process(crashing, event)).toBe(false);
    expect((await storedCard(world.platform, world.tenant, cardId)).status).toBe('locked');
    expect(await kept(world.platform, event.eventId)).toMatchObject([{ state: 'received' }]);
    expect(await process(world.platform, event)).toBe(true);
    expect((await storedCard(world.platform, world.tenant, cardId)).sequence).toBe(2);
    expect(await kept(world.platform, event.eventId)).toMatchObject([{ state: 'already' }]);
  });

  it('I6 a crash between keeping the event and its effect loses nothing', async () => {
    const { cardId, externalId } = await newCard();
    const event = statusEvent(world.platform, externalId, { to: 'suspended', seconds: 1 });
    const transact = () => Promise.reject(new Error('the process is gone'));
    const crashing = { ...world.platform, table: { ...world.platform.table, transact } };
    expect(await process(crashing, event)).toBe(false);
    expect(await process(world.platform, event)).toBe(true);
    expect((await storedCard(world.platform, world.tenant, cardId)).status).toBe('locked');
  });

  it('2.11 parks what speaks of an unknown resource, and applies it once the resource is there', async () => {
    const { kycId, reference } = await kycCase();
    const key = { pk: `REF#kyc#${reference}`, sk: 'REF' };
    const bound = await world.platform.table.get(key);
    expect(bound).toMatchObject({ resourceId: kycId });
    await world.platform.table.write({ kind: 'delete', key });
    const event = kycEvent(reference, 'approved');
    expect(await process(world.platform, event)).toBe(false);
    expect(await kept(world.platform, event.eventId)).toEqual([]);
    await world.platform.table.write({ kind: 'put', item: { ...bound } });
    expect(await process(world.platform, event)).toBe(true);
    expect(await kept(world.platform, event.eventId)).toMatchObject([{ state: 'applied' }]);
  });

  it('parks one message of a batch without holding up or repeating the others', async () => {
    const { cardId, externalId } = await newCard();
    const known = statusEvent(world.platform, externalId, { to: 'suspended', seconds: 1 });
    const unknown = statusEvent(world.platform, 'pi_unknown', { to: 'closed', seconds: 1 });
    const events = [unknown, known].map((event) => queued(world.platform, event.eventId, bodyOf(event)));
    const batch = batchOf(...events);
    const { batchItemFailures } = await wire(world.platform)(batch, noContext);
    expect(batchItemFailures).toEqual([{ itemIdentifier: batch.Records[0]?.messageId }]);
    expect((await storedCard(world.platform, world.tenant, cardId)).status).toBe('locked');
  });
});

describe('processIssuerEvent and what it does not know', () => {
  const strange: readonly [name: string, body: string | Uint8Array][] = [
    ['an unknown type', JSON.stringify({ type: 'card.melted', reference: 'x', occurredAt: '2026-11-21T06:30:00Z' })],
    [
      'a type named like a member of every object',
      JSON.stringify({ type: 'constructor', reference: 'x', occurredAt: '2026-11-21T06:30:00Z' }),
    ],
    ['no JSON', 'card.status_changed'],
    ['a blank body', ' '],
    ['bytes that are no text', Uint8Array.of(0xff, 0xfe, 0x00)],
    ['JSON with a member twice', '{"type":"a","type":"b"}'],
    ['JSON that is no event', '[1,2,3]'],
    ['no moment', JSON.stringify({ type: 'card.created', reference: 'x', occurredAt: 'yesterday', data: {} })],
    [
      'data that is a list',
      JSON.stringify({ type: 'card.created', reference: 'x', occurredAt: '2026-11-21T06:30:00Z', data: [] }),
    ],
  ];

  it.each(strange)('M-26 keeps and quarantines %s, and counts it once', async (_name, body) => {
    const { platform, amount } = counted('event_quarantined');
    const eventId = `evt-${randomUUID()}`;
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await deliver(wire(platform), queued(platform, eventId, body))).toBe(true);
    }
    const items = await kept(platform, eventId);
    expect(items).toMatchObject([{ state: 'quarantined', pk: `PLATFORM#INBOUND#${eventId}` }]);
    const raw = await decryptMessage(items[0]?.['raw'], platform.messageKeys);
    expect(Buffer.from(raw)).toEqual(Buffer.from(body));
    expect(amount()).toBe(1);
  });

  it.each(['card.status_changed', 'card.created', 'kyc.completed'])(
    'keeps %s with data it does not understand for the resource’s tenant, quarantined and without effect',
    async (type) => {
      const { platform, amount } = counted('event_quarantined');
      const { cardId, externalId } = await newCard();
      const reference = type === 'kyc.completed' ? (await kycCase()).reference : externalId;
      const event = { ...statusEvent(platform, reference, { to: 'closed', seconds: 1 }), type, data: { to: 'molten' } };
      expect(await process(platform, event)).toBe(true);
      const [item] = await kept(platform, event.eventId);
      expect(item).toMatchObject({ state: 'quarantined' });
      expect(String(item?.['pk'])).toContain(world.tenant.tenantId);
      expect((await storedCard(platform, world.tenant, cardId)).sequence).toBe(1);
      expect(amount()).toBe(1);
    },
  );

  it('leaves a message that the door did not write with the queue, which gives it to its DLQ', async () => {
    expect(await deliver(wire(world.platform), { eventId: 'e', raw: 'not base64!', receivedAt: '' })).toBe(false);
    expect(await deliver(wire(world.platform), 'no json')).toBe(false);
  });

  it('never touches another tenant: an event changes the card of its own reference only', async () => {
    const other = (await givenProgram(world.platform)).tenant;
    const ours = await newCard();
    const theirs = await newCard(other);
    const event = statusEvent(world.platform, theirs.externalId, { to: 'closed', seconds: 1 });
    await process(world.platform, event);
    expect((await storedCard(world.platform, world.tenant, ours.cardId)).sequence).toBe(1);
    expect((await storedCard(world.platform, other, theirs.cardId)).status).toBe('closed');
    const [item] = await kept(world.platform, event.eventId);
    expect(String(item?.['pk'])).toContain(other.tenantId);
    expect(String(item?.['gsi1pk'])).not.toContain(world.tenant.tenantId);
  });

  it('keeps the same event id of two tenants apart', async () => {
    const other = (await givenProgram(world.platform)).tenant;
    const ours = await newCard();
    const theirs = await newCard(other);
    const first = statusEvent(world.platform, ours.externalId, { to: 'suspended', seconds: 1 });
    await process(world.platform, first);
    await process(world.platform, { ...first, reference: theirs.externalId });
    expect((await storedCard(world.platform, other, theirs.cardId)).status).toBe('locked');
    expect(await kept(world.platform, first.eventId)).toHaveLength(2);
  });
});
