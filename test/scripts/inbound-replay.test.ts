import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wire } from '../../functions/ingress/process-issuer-event/handler.ts';
import { replayQuarantined } from '../../scripts/inbound/replay.ts';
import { givenCard, givenHolder } from '../functions/cards/given-cards.ts';
import { bodyOf, kept, queued, statusEvent, storedCard } from '../functions/ingress/given-issuer-events.ts';
import { hear, listening, webhook, workerOf } from '../functions/ingress/given-payment-events.ts';
import type { CardWorld } from '../functions/issuance/given-issuances.ts';
import { startCardWorld } from '../functions/issuance/given-issuances.ts';
import { localKeyRing } from '../../local/key-ring.ts';
import { deliver } from '../support/trigger.ts';

let world: CardWorld;
let holder: { readonly customerId: string; readonly balanceId: string };
const lines: string[] = [];
beforeAll(async () => {
  world = await startCardWorld();
  holder = await givenHolder(world);
});
beforeEach(() => {
  lines.length = 0;
  world.platform.sent.messages.length = 0;
});
afterAll(() => world.stop());

const replay = async (options: { eventId?: string; isDryRun?: boolean } = {}, keys = world.platform.messageKeys) => {
  const { platform } = world;
  const print = (line: string): void => void lines.push(line);
  const deps = { items: await platform.items(), messageKeys: keys, queues: platform.queues, print };
  return replayQuarantined(deps, { isDryRun: false, ...options });
};

/** Delivers what the queue holds. @returns whether each message was handled */
const work = async (): Promise<readonly boolean[]> => {
  const messages = world.platform.sent.messages.splice(0).filter(({ queue }) => queue === 'issuer-events');
  return Promise.all(messages.map(({ body }) => deliver(wire(world.platform), body)));
};

/** An event that an older platform could not understand: it lies in quarantine, and would be applied today. */
const quarantined = async (where: 'apart' | 'with its tenant') => {
  const { platform, tenant } = world;
  const { cardId } = await givenCard(world, holder);
  const { externalId } = await storedCard(platform, tenant, cardId);
  const event = statusEvent(platform, externalId, { to: 'suspended', seconds: 60 });
  const { eventId } = event;
  await deliver(wire(platform), queued(platform, eventId, bodyOf(event)));
  const [item] = await kept(platform, eventId);
  if (item === undefined) throw new Error('the event was not kept');
  const { pk, sk, gsi1pk: _pk, gsi1sk: _sk, ...facts } = item;
  const own = { pk: String(pk), sk: String(sk) };
  const apart = where === 'apart';
  if (apart) await platform.table.write({ kind: 'delete', key: own });
  const keys = apart ? { pk: `PLATFORM#INBOUND#${eventId}`, sk: own.sk } : own;
  await platform.table.write({ kind: 'put', item: { ...facts, ...keys, state: 'quarantined' } });
  return { eventId, cardId, body: bodyOf(event) };
};

const states = async (eventId: string) => (await kept(world.platform, eventId)).map(({ state }) => state);
const settled = /^(?:applied|already|not_allowed)$/;

describe('inbound:replay', () => {
  it.each(['apart', 'with its tenant'] as const)(
    'I18 M-27 an event in quarantine, kept %s, leaves it once it is understood, and twice changes nothing more',
    async (where) => {
      const { eventId, cardId } = await quarantined(where);
      expect(await replay({ eventId })).toBe(1);
      await replay({ eventId });
      const [first, second] = world.platform.sent.messages;
      expect(second?.body).toBe(first?.body);
      expect(await work()).toEqual([true, true]);
      for (const state of await states(eventId)) expect(state).toMatch(settled);
      const after = await storedCard(world.platform, world.tenant, cardId);
      expect(after.status).toBe('locked');
      await expect(replay({ eventId })).rejects.toThrow(`No event ${eventId} lies in quarantine.`);
      expect(await storedCard(world.platform, world.tenant, cardId)).toEqual(after);
    },
  );

  it('M-27 what is still not understood stays in quarantine, byte for byte', async () => {
    const eventId = `evt-${randomUUID()}`;
    await deliver(wire(world.platform), queued(world.platform, eventId, '\u0000 no event {'));
    const before = await kept(world.platform, eventId);
    await replay({ eventId });
    expect(await work()).toEqual([true]);
    expect(await kept(world.platform, eventId)).toEqual(before);
    expect(await states(eventId)).toEqual(['quarantined']);
  });

  it('without a replay a repeated delivery leaves the quarantine alone', async () => {
    const { eventId, cardId, body } = await quarantined('with its tenant');
    const before = await storedCard(world.platform, world.tenant, cardId);
    await deliver(wire(world.platform), queued(world.platform, eventId, body));
    expect(await storedCard(world.platform, world.tenant, cardId)).toEqual(before);
    expect(await states(eventId)).toEqual(['quarantined']);
  });

  it('a dry run lists without sending, and never shows a body', async () => {
    const eventId = `evt-${randomUUID()}`;
    await deliver(wire(world.platform), queued(world.platform, eventId, '{"type":"tell.nobody","secret":"s3cret"}'));
    expect(await replay({ isDryRun: true })).toBeGreaterThanOrEqual(1);
    expect(lines.some((line) => line.startsWith(`in quarantine: ${eventId}`))).toBe(true);
    expect(lines.join('\n')).not.toContain('s3cret');
    expect(world.platform.sent.messages).toEqual([]);
  });

  it('a body whose key is gone is an error, not a silent gap', async () => {
    const { eventId } = await quarantined('apart');
    await expect(replay({ eventId }, localKeyRing('another'))).rejects.toMatchObject({ code: 'CANT_DECRYPT_PAYLOAD' });
    expect(world.platform.sent.messages).toEqual([]);
  });

  it('sends a payment event to its own worker, under the id that the provider gave it', async () => {
    const { platform } = world;
    const { signals } = listening();
    const body = JSON.stringify(webhook('moon.rose', {}));
    await hear(workerOf(platform, signals), body, 'EwQ1sBhGhcR1eS');
    expect(await replay({ eventId: 'EwQ1sBhGhcR1eS' })).toBe(1);
    const [message, ...others] = platform.sent.messages;
    expect([message?.queue, others]).toEqual(['payment-events', []]);
    const sent = JSON.parse(message?.body ?? '{}') as Record<string, string>;
    expect(sent).toMatchObject({ eventId: 'EwQ1sBhGhcR1eS', replay: true });
    expect(Buffer.from(sent['raw'] ?? '', 'base64').toString()).toBe(body);
    expect(lines.join()).not.toContain('payload');
  });
});
