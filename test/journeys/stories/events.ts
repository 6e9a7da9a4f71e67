import { expect } from 'vitest';
import * as z from 'zod';
import { cardNumbersIn } from '../../support/card-numbers.ts';
import type { Story } from '../platform.ts';
import { newBalance, newCustomer, newTenant, verifyByOtp } from '../support/actors.ts';
import type { Caller } from '../support/caller.ts';
import { answered, refused } from '../support/caller.ts';
import { encryptionFor } from '../support/encryption.ts';

const event = z.strictObject({
  id: z.string().startsWith('evt_'),
  type: z.string(),
  createdAt: z.iso.datetime(),
  tenantId: z.string(),
  sequence: z.int().min(1),
  resource: z.strictObject({ type: z.string(), id: z.string() }),
  data: z.record(z.string(), z.unknown()),
  previous: z.record(z.string(), z.unknown()).optional(),
});

const page = z.strictObject({ data: z.array(event), nextCursor: z.string().nullable() });

type Event = z.output<typeof event>;

const allEvents = async (tenant: Caller, filter = ''): Promise<readonly Event[]> => {
  const found: Event[] = [];
  let cursor: string | null = null;
  do {
    const at: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { data, nextCursor } = answered(await tenant.get(`/secure/events?limit=4${filter}${at}`), 200, page);
    found.push(...data);
    cursor = nextCursor;
  } while (cursor !== null);
  return found;
};

const openedCard = async (tenant: Caller): Promise<{ customerId: string; balanceId: string }> => {
  const customerId = await newCustomer(tenant, 'Anjali');
  await verifyByOtp(tenant, customerId);
  const { balanceId } = await newBalance(tenant, customerId);
  const encryption = await encryptionFor(tenant);
  const body = await encryption.seal({ balanceId });
  const answer = await tenant.post(`/secure/customers/${customerId}/cards`, body, encryption.both);
  answered(answer, 201, z.looseObject({ payload: z.string() }));
  return { customerId, balanceId };
};

const log: Story = {
  title: 'M-23 AN-04 the event log tells the way to a card in order, each resource counting its own changes',
  run: async (platform) => {
    const { backend: tenant, tenantId } = await newTenant(platform, 'Sabarmati Wallet');
    const { customerId, balanceId } = await openedCard(tenant);

    const oldestFirst = [...(await allEvents(tenant))].reverse();
    const types = oldestFirst.map(({ type }) => type);
    const way = ['customer.created', 'kyc.started', 'kyc.approved', 'balance.created', 'card.issued'];
    expect(types.filter((type) => way.includes(type))).toEqual(way);
    expect(new Set(oldestFirst.map((each) => each.tenantId))).toEqual(new Set([tenantId]));
    expect(oldestFirst.map(({ createdAt }) => createdAt)).toEqual(
      oldestFirst.map(({ createdAt }) => createdAt).toSorted(),
    );

    const perResource = Map.groupBy(oldestFirst, ({ resource }) => resource.id);
    for (const changes of perResource.values()) {
      expect(changes.map(({ sequence }) => sequence)).toEqual(changes.map((_, index) => index + 1));
    }
    expect(perResource.get(customerId)?.map(({ type }) => type)).toEqual([
      'customer.created',
      'customer.kyc_level_changed',
    ]);
    expect(perResource.get(balanceId)?.map(({ type }) => type)).toEqual(['balance.created']);
    expect(cardNumbersIn(JSON.stringify(oldestFirst)), 'card numbers in events').toHaveLength(0);
  },
};

const reading: Story = {
  title: 'M-23 an event is found by its id and its type, and never by another tenant',
  run: async (platform) => {
    const { backend: tenant } = await newTenant(platform, 'Chambal Wallet');
    const { backend: stranger } = await newTenant(platform, 'Betwa Wallet');
    await newCustomer(tenant, 'Tara');

    const [created] = await allEvents(tenant, '&type=customer.*');
    expect(created).toMatchObject({ type: 'customer.created', sequence: 1 });
    const path = `/secure/events/${created?.id}`;
    expect(answered(await tenant.get(path), 200, event)).toEqual(created);
    refused(await stranger.get(path), 404, 'event_not_found');
    const theirs = await allEvents(stranger);
    expect(theirs.map(({ id }) => id)).not.toContain(created?.id);
    refused(await tenant.get('/secure/events?cursor=forged'), 400, 'cursor_invalid');
  },
};

export const eventStories: readonly Story[] = [log, reading];
