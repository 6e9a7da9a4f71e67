import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createDemoTenant } from '../../local/demo-tenant.ts';
import { apiClient } from '../../local/demo/api-client.ts';
import type { LocalPlatform } from '../../local/platform.ts';
import { startPlatform } from '../../local/start.ts';
import type { Received, WebhookReceiver } from '../support/webhook-receiver.ts';
import { startReceiver } from '../support/webhook-receiver.ts';
import { customerBody } from './support/actors.ts';
import type { Caller } from './support/caller.ts';
import { answered, caller, refused } from './support/caller.ts';
import { eventually } from './support/eventually.ts';

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

let local: LocalPlatform | undefined;
let receiver: WebhookReceiver;
let tenant: Caller;

beforeAll(async () => {
  local = await startPlatform();
  const operator = apiClient(local.baseUrl, { authorization: `Bearer ${local.operatorToken}` });
  tenant = caller(local.baseUrl, { 'x-api-key': (await createDemoTenant(operator)).apiKey });
  receiver = await startReceiver();
});

afterAll(async () => {
  await receiver.stop();
  await local?.stop();
});

const endpoint = async (eventTypes: readonly string[]) =>
  answered(await tenant.post('/secure/webhook-endpoints', { url: receiver.url, eventTypes }), 201, madeEndpoint);

const arrived = (what: string, matches: (event: z.output<typeof envelope>) => boolean): Promise<Received> =>
  eventually(what, () =>
    Promise.resolve(receiver.received.find(({ body }) => matches(envelope.parse(JSON.parse(body))))),
  );

const newCustomerId = async (): Promise<string> =>
  answered(
    await tenant.post('/secure/customers', customerBody('Anjali')),
    201,
    z.looseObject({ customerId: z.string() }),
  ).customerId;

describe('A tenant’s webhooks', () => {
  test('an endpoint receives the signed event of a change that was made after it', async () => {
    const { endpointId, secret } = await endpoint(['customer.*']);
    const customerId = await newCustomerId();
    const request = await arrived('customer.created', ({ resource }) => resource.id === customerId);
    const event = envelope.parse(new Webhook(secret).verify(request.body, { ...request.headers }));
    expect(event).toMatchObject({ type: 'customer.created', sequence: 1 });
    expect(request.headers['webhook-id']).toBe(event.id);
    expect(request.body).not.toMatch(/Anjali|example\.com|\+9198/u);
    const listed = await eventually('the delivery', async () => {
      const answer = await tenant.get(`/secure/webhook-endpoints/${endpointId}/deliveries`);
      return answered(answer, 200, deliveries).data.find(({ status }) => status === 'succeeded');
    });
    expect(listed).toMatchObject({ eventId: event.id, attempts: [{ outcome: 'succeeded', status: 204 }] });
  });

  test('a failed delivery is tried again by a timer after five seconds, and redelivery sends it once more', async () => {
    const { endpointId } = await endpoint(['customer.created']);
    receiver.answer({ status: 500 });
    const customerId = await newCustomerId();
    const { headers } = await arrived('the first attempt', ({ resource }) => resource.id === customerId);
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
  });

  test('a test event takes the whole way to its endpoint, and an endpoint that is gone is not found', async () => {
    const { endpointId, secret } = await endpoint(['card.locked']);
    const sent = await tenant.post(`/secure/webhook-endpoints/${endpointId}/test`);
    const { eventId } = answered(sent, 202, z.object({ endpointId: z.string(), eventId: z.string() }));
    const request = await arrived('the test event', ({ id }) => id === eventId);
    expect(new Webhook(secret).verify(request.body, { ...request.headers })).toMatchObject({
      type: 'webhook_endpoint.tested',
    });
    expect((await tenant.delete(`/secure/webhook-endpoints/${endpointId}`)).status).toBe(204);
    refused(await tenant.post(`/secure/webhook-endpoints/${endpointId}/test`), 404, 'webhook_endpoint_not_found');
  });

  test('M-27 nothing was given up on the way: no queue has dead letters', () => {
    expect(local?.deadLetters()).toEqual([]);
  });
});
