import { expect } from 'vitest';
import * as z from 'zod';
import type { Story } from '../platform.ts';
import { newTenant, readyCustomer } from '../support/actors.ts';
import type { Caller } from '../support/caller.ts';
import { answered, backend, refused } from '../support/caller.ts';
import { merchant } from '../support/card-payments.ts';
import { createCard } from '../support/cards.ts';
import { encryptionFor } from '../support/encryption.ts';
import { eventually } from '../support/eventually.ts';
import { holderOf } from '../support/holder.ts';
import { deliver, deliveryAddress, deliveryOnce, orderPlastic, personalize } from '../support/plastics.ts';

const shown = z.looseObject({ cardId: z.string(), type: z.string(), status: z.string() });
const cardOf = async (tenant: Caller, cardId: string) =>
  answered(await tenant.get(`/secure/cards/${cardId}`), 200, shown);

const cardOnce = (tenant: Caller, cardId: string, is: Partial<z.output<typeof shown>>) =>
  eventually(`${cardId} ${JSON.stringify(is)}`, async () => {
    const card = await cardOf(tenant, cardId);
    return Object.entries(is).every(([name, value]) => card[name] === value) ? card : undefined;
  });

const order = async (tenant: Caller, path: string, body: { balanceId?: string; deliveryAddress: object }) =>
  orderPlastic(tenant, await encryptionFor(tenant), { path, ...body });

const listed = async (tenant: Caller, customerId: string): Promise<readonly string[]> => {
  const cards = z.object({ data: z.array(z.looseObject({ cardId: z.string() })) });
  const { data } = answered(await tenant.get(`/secure/customers/${customerId}/cards`), 200, cards);
  return data.map(({ cardId }) => cardId);
};

const arrives: Story = {
  title: 'AN-02 AN-58 AN-59 AN-60 AN-63 AL-24 a physical card is ordered, made, linked, sent and activated',
  run: async (platform) => {
    const tenant = backend(platform, platform.demo.apiKey);
    const { customerId, balanceId } = await readyCustomer(tenant, 'Meera');
    const { cardId } = await order(tenant, `/secure/customers/${customerId}/cards/orders`, {
      balanceId,
      deliveryAddress,
    });
    expect(await cardOf(tenant, cardId)).toMatchObject({ status: 'requested', type: 'physical' });
    expect(await listed(tenant, customerId)).toEqual([]);
    refused(await tenant.post(`/secure/cards/${cardId}/activate`), 409, 'invalid_state');

    await personalize(tenant, cardId, 'produced');
    await cardOnce(tenant, cardId, { status: 'inactive', type: 'physical' });
    expect(
      await eventually('the list', async () => ((await listed(tenant, customerId)).length > 0 ? true : undefined)),
    ).toBe(true);
    answered(
      await tenant.post(`/secure/cards/${cardId}/activate`),
      200,
      z.looseObject({ status: z.literal('active') }),
    );

    await deliver(tenant, cardId, { status: 'in_transit', carrier: 'Blue Dart', trackingNumber: 'BD-1' });
    await deliver(tenant, cardId, { status: 'delivered' });
    // A scan may be heard of after a later one.
    const way = await eventually('every scan', async () => {
      const { events } = await deliveryOnce(tenant, `/secure/cards/${cardId}`, 'delivered');
      const told = events.map(({ status }) => status).filter((status) => status !== 'ordered');
      return told.length >= 4 ? told : undefined;
    });
    expect(way).toEqual(['produced', 'shipped', 'in_transit', 'delivered']);
  },
};

const neverCame: Story = {
  title: 'AL-25 what was reported delivered and never came is an incident until it is resolved',
  run: async (platform) => {
    const tenant = backend(platform, platform.demo.apiKey);
    const { customerId, balanceId } = await readyCustomer(tenant, 'Ravi');
    const { cardId } = await order(tenant, `/secure/customers/${customerId}/cards/orders`, {
      balanceId,
      deliveryAddress,
    });
    await deliver(tenant, cardId, { status: 'delivered' });
    await deliveryOnce(tenant, `/secure/cards/${cardId}`, 'delivered');
    await cardOnce(tenant, cardId, { status: 'inactive' });
    const opened = z.looseObject({ incidentId: z.string().startsWith('din_'), status: z.literal('opened') });
    const path = `/secure/cards/${cardId}/delivery-incidents`;
    const { incidentId } = answered(await tenant.post(path, { type: 'never_received' }), 201, opened);
    const resolve = `/secure/delivery-incidents/${incidentId}/resolve`;
    const resolved = z.looseObject({ status: z.literal('resolved'), resolution: z.literal('found') });
    answered(await tenant.post(resolve, { resolution: 'found' }), 200, resolved);
    refused(await tenant.post(resolve, { resolution: 'rejected' }), 409, 'invalid_state');
  },
};

const eventsOf = async (tenant: Caller, type: string): Promise<readonly string[]> => {
  const page = z.object({ data: z.array(z.looseObject({ type: z.string() })) });
  const { data } = answered(await tenant.get(`/secure/events?type=${type}`), 200, page);
  return data.map((event) => event.type);
};

const overdue: Story = {
  title: 'AL-24 SH-34 AL-25 a plastic that does not arrive is told as overdue by the tenant’s clock, and sent again',
  run: async (platform) => {
    const { backend: tenant } = await newTenant(platform, 'Narmada Wallet');
    const { customerId, balanceId } = await readyCustomer(tenant, 'Farah');
    const { cardId } = await order(tenant, `/secure/customers/${customerId}/cards/orders`, {
      balanceId,
      deliveryAddress,
    });
    await personalize(tenant, cardId, 'produced');
    await cardOnce(tenant, cardId, { status: 'inactive' });
    await deliver(tenant, cardId, { status: 'in_transit' });
    await deliveryOnce(tenant, `/secure/cards/${cardId}`, 'in_transit');
    const moved = z.looseObject({
      complete: z.literal(true),
      happened: z.array(z.looseObject({ operation: z.string() })),
    });
    const { happened } = answered(await tenant.post('/sandbox/clock/advance', { by: 'P11D' }), 200, moved);
    expect(happened.map(({ operation }) => operation)).toEqual(['checkDelivery']);
    await eventually('the reminder', async () =>
      (await eventsOf(tenant, 'card.delivery_overdue')).length === 1 ? true : undefined,
    );

    const opened = z.looseObject({ incidentId: z.string() });
    const path = `/secure/cards/${cardId}/delivery-incidents`;
    const { incidentId } = answered(await tenant.post(path, { type: 'never_received' }), 201, opened);
    const resolve = `/secure/delivery-incidents/${incidentId}/resolve`;
    const resolved = z.looseObject({ status: z.literal('resolved'), newOrderId: z.string().startsWith('ord_') });
    answered(await tenant.post(resolve, { resolution: 'reshipped' }), 200, resolved);
    await deliveryOnce(tenant, `/secure/cards/${cardId}`, 'ordered');
    await deliver(tenant, cardId, { status: 'delivered' });
    const { events } = await deliveryOnce(tenant, `/secure/cards/${cardId}`, 'delivered');
    expect(events.map(({ status }) => status)).toEqual(expect.arrayContaining(['in_transit', 'delivered']));
    await cardOnce(tenant, cardId, { status: 'inactive', type: 'physical' });
  },
};

const rejected: Story = {
  title: 'I13 a card that the personaliser rejects has failed, and another one may be ordered',
  run: async (platform) => {
    const tenant = backend(platform, platform.demo.apiKey);
    const { customerId, balanceId } = await readyCustomer(tenant, 'Kiran');
    const path = `/secure/customers/${customerId}/cards/orders`;
    const { cardId } = await order(tenant, path, { balanceId, deliveryAddress });
    await personalize(tenant, cardId, 'rejected');
    await cardOnce(tenant, cardId, { status: 'failed' });
    await deliveryOnce(tenant, `/secure/cards/${cardId}`, 'rejected');
    expect((await order(tenant, path, { balanceId, deliveryAddress })).cardId).not.toBe(cardId);
  },
};

const digitalFirst: Story = {
  title: 'D-06 a virtual card gets a plastic and goes on working meanwhile',
  run: async (platform) => {
    const tenant = backend(platform, platform.demo.apiKey);
    const { customerId, balanceId } = await readyCustomer(tenant, 'Leela');
    const { cardId } = await createCard(tenant, await encryptionFor(tenant), { customerId, balanceId });
    await order(tenant, `/secure/cards/${cardId}/physical`, { deliveryAddress });
    expect(await cardOf(tenant, cardId)).toMatchObject({ status: 'active', type: 'virtual' });
    await personalize(tenant, cardId, 'produced');
    await cardOnce(tenant, cardId, { status: 'active', type: 'physical' });
  },
};

const issued: Story = {
  title: 'M-14 M-16 an issuance orders a physical card',
  run: async (platform) => {
    const tenant = backend(platform, platform.demo.apiKey);
    const { customerId, balanceId } = await readyCustomer(tenant, 'Anand');
    const body = { balance: { balanceId }, card: { type: 'physical', deliveryAddress } };
    const started = z.looseObject({ issuanceId: z.string() });
    const { issuanceId } = answered(await tenant.post(`/secure/customers/${customerId}/issuances`, body), 202, started);
    const ended = z.looseObject({ status: z.string(), cardId: z.string().optional() });
    const cardId = await eventually('the order of the issuance', async () => {
      const issuance = answered(await tenant.get(`/secure/issuances/${issuanceId}`), 200, ended);
      return issuance.status === 'completed' ? issuance.cardId : undefined;
    });
    expect(await cardOf(tenant, cardId)).toMatchObject({ status: 'requested', type: 'physical' });
    await personalize(tenant, cardId, 'produced');
    await cardOnce(tenant, cardId, { status: 'inactive' });
  },
};

const incident = z.looseObject({ incidentId: z.string().startsWith('din_'), status: z.literal('opened') });

const toTheDoor: Story = {
  title:
    'AN-58 AN-65 AL-22 AL-23 AL-25 AL-26 a holder orders a plastic in the app, follows it, complains and activates it',
  run: async (platform) => {
    const holder = await holderOf(platform, 'Damodar Wallet');
    const { backend: tenant, operator, me, encryption, balanceId, pay, cardId: virtual } = holder;
    const none = answered(await me.get(`/customers/me/cards/${virtual}/delivery`), 200, z.looseObject({}));
    expect(none).toMatchObject({ status: 'not_applicable', events: [] });
    const path = '/customers/me/cards/orders';
    refused(await me.post(path, { balanceId, deliveryAddress }), 400, 'ENCRYPTION_REQUIRED');
    const { cardId } = await orderPlastic(me, encryption, { path, balanceId, deliveryAddress });
    const own = `/customers/me/cards/${cardId}`;
    expect(answered(await me.get(own), 200, shown)).toMatchObject({ status: 'requested', type: 'physical' });
    refused(await me.post(`${own}/activate`), 409, 'invalid_state');
    await personalize(tenant, cardId, 'produced');
    await cardOnce(tenant, cardId, { status: 'inactive' });
    const atTheTill = { amount: { amount: 1_000, currency: 'INR' }, merchant, channel: 'pos' };
    const tooEarly = await tenant.post(`/sandbox/cards/${cardId}/authorizations`, atTheTill);
    expect(tooEarly.body).toMatchObject({ decision: 'declined', actionCode: '1018' });

    await deliver(tenant, cardId, { status: 'with_the_neighbour', at: '2026-01-02T03:04:05Z' });
    await deliver(tenant, cardId, { status: 'delivered', carrier: 'Blue Dart', trackingNumber: 'BD-2' });
    const { events } = await deliveryOnce(me, own, 'delivered');
    expect(events).toContainEqual(expect.objectContaining({ status: 'unknown', raw: 'with_the_neighbour' }));
    const complaint = await me.post(`${own}/delivery-incidents`, { type: 'never_received', note: 'not in the box' });
    const { incidentId } = answered(complaint, 201, incident);
    const resolve = `/admin/delivery-incidents/${incidentId}/resolve`;
    answered(
      await operator.post(resolve, { resolution: 'found' }),
      200,
      z.looseObject({ status: z.literal('resolved') }),
    );

    expect(answered(await me.post(`${own}/activate`), 200, shown).status).toBe('active');
    const bought = await tenant.post(`/sandbox/cards/${cardId}/authorizations`, atTheTill);
    expect(bought.body).toMatchObject({ decision: 'approved', actionCode: '0000' });
    expect((await pay(1_000)).decision).toBe('approved');
    refused(await me.post(`${own}/cvv`, undefined, encryption.answerOnly), 409, 'invalid_state');
  },
};

const stale: Story = {
  title: 'M-14 AN-61 a virtual card has no delivery, and the twin plays no parcel that nobody ordered',
  run: async (platform) => {
    const { backend: tenant, me, cardId } = await holderOf(platform, 'Barak Wallet');
    const complaint = { type: 'never_received' };
    refused(await me.post(`/customers/me/cards/${cardId}/delivery-incidents`, complaint), 409, 'invalid_state');
    refused(
      await tenant.post(`/sandbox/cards/${cardId}/personalization`, { outcome: 'produced' }),
      409,
      'invalid_state',
    );
    refused(await tenant.post(`/sandbox/cards/${cardId}/delivery-events`, { status: 'shipped' }), 409, 'invalid_state');
    refused(
      await tenant.post('/secure/delivery-incidents/din_unknown/resolve', { resolution: 'found' }),
      404,
      'delivery_incident_not_found',
    );
  },
};

export const plasticStories: readonly Story[] = [
  arrives,
  neverCame,
  overdue,
  rejected,
  digitalFirst,
  issued,
  toTheDoor,
  stale,
];
