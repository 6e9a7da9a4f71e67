import { Webhook } from 'standardwebhooks';
import { expect } from 'vitest';
import * as z from 'zod';
import type { Received, ReceiverAnswer, WebhookReceiver } from '../../support/webhook-receiver.ts';
import { startReceiver } from '../../support/webhook-receiver.ts';
import type { JourneyPlatform, Story } from '../platform.ts';
import { newCustomer, newTenant } from '../support/actors.ts';
import type { Caller } from '../support/caller.ts';
import { answered, refused } from '../support/caller.ts';
import { cardOf } from '../support/card-payments.ts';
import { eventually } from '../support/eventually.ts';
import { carryOut, fundedCustomer, loadOrder, settlesAt } from '../support/money.ts';

const madeEndpoint = z.looseObject({ endpointId: z.string().startsWith('whe_'), secret: z.string() });
const envelope = z.looseObject({
  id: z.string(),
  type: z.string(),
  sequence: z.int(),
  resource: z.looseObject({ id: z.string() }),
});
const deliveries = z.object({
  data: z.array(z.looseObject({ eventId: z.string(), status: z.string(), attempts: z.array(z.looseObject({})) })),
});

/** A story with a tenant's server on loopback, which only a platform on the same machine may call. */
const withReceiver =
  (tell: (platform: JourneyPlatform, receiver: WebhookReceiver) => Promise<void>): Story['run'] =>
  async (platform) => {
    const receiver = await startReceiver();
    try {
      await tell(platform, receiver);
    } finally {
      await receiver.stop();
    }
  };

const subscribe = async (tenant: Caller, { url }: WebhookReceiver, eventTypes: readonly string[]) =>
  answered(await tenant.post('/secure/webhook-endpoints', { url, eventTypes }), 201, madeEndpoint);

const arrived = (
  { received }: WebhookReceiver,
  what: string,
  matches: (event: z.output<typeof envelope>) => boolean,
): Promise<Received> =>
  eventually(what, () => Promise.resolve(received.find(({ body }) => matches(envelope.parse(JSON.parse(body))))));

const verified = (secret: string, { body, headers }: Received): z.output<typeof envelope> =>
  envelope.parse(new Webhook(secret).verify(body, { ...headers }));

const signedEvent: Story = {
  title: 'M-28 an endpoint receives the signed event of a change that was made after it, without personal data',
  run: withReceiver(async (platform, receiver) => {
    const { backend: tenant } = await newTenant(platform, 'Mandovi Wallet');
    const { endpointId, secret } = await subscribe(tenant, receiver, ['customer.*']);
    const customerId = await newCustomer(tenant, 'Anjali');
    const request = await arrived(receiver, 'customer.created', ({ resource }) => resource.id === customerId);
    const event = verified(secret, request);
    expect(event).toMatchObject({ type: 'customer.created', sequence: 1 });
    expect(request.headers['webhook-id']).toBe(event.id);
    expect(request.body).not.toMatch(/Anjali|example\.com|\+9198/u);
    expect(() => verified(secret, { ...request, body: `${request.body} ` })).toThrow();
    const listed = await eventually('the delivery', async () => {
      const answer = await tenant.get(`/secure/webhook-endpoints/${endpointId}/deliveries`);
      return answered(answer, 200, deliveries).data.find(({ status }) => status === 'succeeded');
    });
    expect(listed).toMatchObject({ eventId: event.id, attempts: [{ outcome: 'succeeded', status: 204 }] });
  }),
};

const ofMoney: Story = {
  title: 'M-23 every movement of money is told to the tenant’s server, signed, once it has happened',
  run: withReceiver(async (platform, receiver) => {
    const { backend: tenant, balanceId } = await fundedCustomer(platform, 'Zuari Wallet', 100_000);
    const { secret } = await subscribe(tenant, receiver, ['transaction.posted']);
    const [, { body }] = await carryOut(loadOrder(tenant, balanceId, 12_345));
    const { transactionId } = z.looseObject({ transactionId: z.string() }).parse(body);
    const request = await arrived(receiver, 'the load', ({ resource }) => resource.id === transactionId);
    const data = { type: 'load', amount: { amount: 12_345, currency: 'INR' }, balanceId };
    expect(verified(secret, request)).toMatchObject({ type: 'transaction.posted', data });
  }),
};

const retried: Story = {
  title: 'a failed delivery is tried again by a timer after five seconds, and redelivery sends it once more',
  run: withReceiver(async (platform, receiver) => {
    const { backend: tenant } = await newTenant(platform, 'Netravati Wallet');
    const { endpointId } = await subscribe(tenant, receiver, ['customer.created']);
    receiver.answer({ status: 500 });
    const customerId = await newCustomer(tenant, 'Anjali');
    const { headers } = await arrived(receiver, 'the first attempt', ({ resource }) => resource.id === customerId);
    receiver.answer({ status: 204 });
    const eventId = headers['webhook-id'] ?? '';
    const succeeded = async (attempts: number) =>
      eventually(`success after ${attempts} attempts`, async () => {
        const answer = await tenant.get(`/secure/webhook-endpoints/${endpointId}/deliveries`);
        return answered(answer, 200, deliveries).data.find(
          (delivery) =>
            delivery.eventId === eventId && delivery.status === 'succeeded' && delivery.attempts.length === attempts,
        );
      });
    await succeeded(2);
    await tenant.post(`/secure/events/${eventId}/redeliver`);
    await succeeded(3);
  }),
};

const tested: Story = {
  title: 'a test event takes the whole way to its endpoint, and an endpoint that is gone is not found',
  run: withReceiver(async (platform, receiver) => {
    const { backend: tenant } = await newTenant(platform, 'Sabarmati Wallet');
    const { endpointId, secret } = await subscribe(tenant, receiver, ['card.locked']);
    const sent = await tenant.post(`/secure/webhook-endpoints/${endpointId}/test`);
    const { eventId } = answered(sent, 202, z.object({ endpointId: z.string(), eventId: z.string() }));
    const request = await arrived(receiver, 'the test event', ({ id }) => id === eventId);
    expect(verified(secret, request).type).toBe('webhook_endpoint.tested');
    expect((await tenant.delete(`/secure/webhook-endpoints/${endpointId}`)).status).toBe(204);
    refused(await tenant.post(`/secure/webhook-endpoints/${endpointId}/test`), 404, 'webhook_endpoint_not_found');
  }),
};

const guarded: Story = {
  title: 'an endpoint on a private network, or on what a cloud tells its machines, is refused',
  run: async (platform) => {
    const { backend: tenant } = await newTenant(platform, 'Luni Wallet');
    for (const url of ['https://169.254.169.254/latest/meta-data', 'https://10.0.0.1/hook', 'ftp://example.com/hook']) {
      const answer = await tenant.post('/secure/webhook-endpoints', { url, eventTypes: ['*'] });
      refused(answer, 400, 'validation_failed');
    }
  },
};

const updated = z.looseObject({ decisionWebhookSecret: z.string() });

const question = z.looseObject({
  type: z.literal('authorization_request'),
  data: z.looseObject({ authorizationId: z.string(), cardId: z.string() }),
});

const asked: Story = {
  title: 'M-07 a tenant’s server decides on a purchase, and its default where it says nothing that is understood',
  run: withReceiver(async (platform, receiver) => {
    const owner = await fundedCustomer(platform, 'Sileru Wallet', 100_000);
    const { backend: tenant, balanceId, operator, tenantId } = owner;
    const settings = { settings: { decisionWebhook: { url: receiver.url, default: 'decline' } } };
    const change = await operator.patch(`/admin/tenants/${tenantId}`, settings);
    const webhook = new Webhook(answered(change, 200, updated).decisionWebhookSecret);
    const { cardId, pay } = await cardOf(owner);
    const reasonFor = async (answer: ReceiverAnswer): Promise<string> => {
      receiver.answer(answer);
      const { decisionId, authorizationId } = await pay(10_000);
      const told = z.looseObject({ reason: z.string() });
      const { body, headers } = receiver.received.at(-1) ?? { body: '', headers: {} };
      const { data } = question.parse(webhook.verify(body, { ...headers }));
      expect(data).toMatchObject({ authorizationId, cardId });
      return answered(await tenant.get(`/secure/decisions/${decisionId}`), 200, told).reason;
    };

    expect(await reasonFor({ status: 200, body: '{"decision":"approve"}' })).toBe('approved');
    expect(await reasonFor({ status: 200, body: '{"decision":"decline"}' })).toBe('tenant_declined');
    expect(await reasonFor({ status: 200, body: 'yes' })).toBe('tenant_silent');
    await settlesAt(tenant, balanceId, { available: 90_000, held: 10_000 });
    const more = await pay(90_001);
    expect(more.responseCode).toBe('51');
    expect(receiver.received, 'what cannot be paid is not asked about').toHaveLength(3);
  }),
};

export const webhookStories: readonly Story[] = [signedEvent, ofMoney, retried, tested, asked, guarded];
