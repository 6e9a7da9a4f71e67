import { expect } from 'vitest';
import * as z from 'zod';
import type { Story } from '../platform.ts';
import { readyCustomer } from '../support/actors.ts';
import type { Caller } from '../support/caller.ts';
import { answered, backend, refused } from '../support/caller.ts';
import { createCard, sealed } from '../support/cards.ts';
import { encryptionFor } from '../support/encryption.ts';
import { eventually } from '../support/eventually.ts';

const deliveryAddress = {
  line1: '14 Residency Road',
  city: 'Bengaluru',
  state: 'Karnataka',
  postalCode: '560025',
  country: 'IN',
};

const ordered = z.strictObject({
  cardId: z.string().startsWith('crd_'),
  orderId: z.string().startsWith('ord_'),
  status: z.literal('requested'),
});
const shown = z.looseObject({ cardId: z.string(), type: z.string(), status: z.string() });
const delivery = z.looseObject({ status: z.string(), events: z.array(z.looseObject({ status: z.string() })) });
const done = z.looseObject({ cardId: z.string() });

const cardOf = async (tenant: Caller, cardId: string) =>
  answered(await tenant.get(`/secure/cards/${cardId}`), 200, shown);

const cardOnce = (tenant: Caller, cardId: string, is: Partial<z.output<typeof shown>>) =>
  eventually(`${cardId} ${JSON.stringify(is)}`, async () => {
    const card = await cardOf(tenant, cardId);
    return Object.entries(is).every(([name, value]) => card[name] === value) ? card : undefined;
  });

const deliveryOnce = (tenant: Caller, cardId: string, status: string) =>
  eventually(`the delivery of ${cardId}: ${status}`, async () => {
    const now = answered(await tenant.get(`/secure/cards/${cardId}/delivery`), 200, delivery);
    return now.status === status ? now : undefined;
  });

const order = async (tenant: Caller, path: string, body: object) => {
  const encryption = await encryptionFor(tenant);
  const answer = await tenant.post(path, await encryption.seal(body), encryption.both);
  return ordered.parse(await encryption.open(answered(answer, 202, sealed)));
};

const personalize = async (tenant: Caller, cardId: string, outcome: string): Promise<void> => {
  answered(await tenant.post(`/sandbox/cards/${cardId}/personalization`, { outcome }), 201, done);
};

const deliver = async (tenant: Caller, cardId: string, body: object): Promise<void> => {
  answered(await tenant.post(`/sandbox/cards/${cardId}/delivery-events`, body), 201, done);
};

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
    const { events } = await deliveryOnce(tenant, cardId, 'delivered');
    expect(events.map(({ status }) => status).filter((status) => status !== 'ordered')).toEqual([
      ...['produced', 'shipped', 'in_transit', 'delivered'],
    ]);
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
    await deliveryOnce(tenant, cardId, 'delivered');
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

const rejected: Story = {
  title: 'I13 a card that the personaliser rejects has failed, and another one may be ordered',
  run: async (platform) => {
    const tenant = backend(platform, platform.demo.apiKey);
    const { customerId, balanceId } = await readyCustomer(tenant, 'Kiran');
    const path = `/secure/customers/${customerId}/cards/orders`;
    const { cardId } = await order(tenant, path, { balanceId, deliveryAddress });
    await personalize(tenant, cardId, 'rejected');
    await cardOnce(tenant, cardId, { status: 'failed' });
    await deliveryOnce(tenant, cardId, 'rejected');
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

export const plasticStories: readonly Story[] = [arrives, neverCame, rejected, digitalFirst, issued];
