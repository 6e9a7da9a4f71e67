import { expect } from 'vitest';
import * as z from 'zod';
import type { Story } from '../platform.ts';
import { newCustomer, newTenant } from '../support/actors.ts';
import type { Caller } from '../support/caller.ts';
import { answered, backend } from '../support/caller.ts';
import { eventually } from '../support/eventually.ts';
import { deliver, signedEvent } from '../support/issuer-webhook.ts';

const unknownEvent = { type: 'card.embossed', reference: 'pi_story', data: {} };
const staleSeconds = 301;

const signatures: Story = {
  title: 'M-26 M-28 the ingress acknowledges what is signed and refuses what is not, before it reads it',
  run: async (platform) => {
    const event = signedEvent(await platform.webhookSecret(), unknownEvent);
    const forged = signedEvent('another secret, of the same length or not', unknownEvent);
    const statuses = {
      genuine: await deliver(platform, event),
      forged: await deliver(platform, forged),
      changedBody: await deliver(platform, { ...event, body: `${event.body} ` }),
      changedId: await deliver(platform, { ...event, headers: { ...event.headers, 'x-event-id': 'another' } }),
      unsigned: await deliver(platform, { body: event.body, headers: {} }),
    };
    expect(statuses).toEqual({ genuine: 202, forged: 401, changedBody: 401, changedId: 401, unsigned: 401 });
  },
};

const stale: Story = {
  title: 'M-26 an event signed more than five minutes ago is refused',
  run: async (platform) => {
    const secret = await platform.webhookSecret();
    const nowSeconds = Math.floor(Date.now() / 1000);
    const old = signedEvent(secret, unknownEvent, { unixSeconds: nowSeconds - staleSeconds });
    const early = signedEvent(secret, unknownEvent, { unixSeconds: nowSeconds + staleSeconds + 10 });
    expect([await deliver(platform, old), await deliver(platform, early)]).toEqual([401, 401]);
  },
};

const unknown: Story = {
  title: 'M-27 an authentic event of an unknown type, or that is no JSON at all, is accepted and holds up nothing',
  run: async (platform) => {
    const secret = await platform.webhookSecret();
    expect(await deliver(platform, signedEvent(secret, unknownEvent))).toBe(202);
    const { caseReference, tenant, customerId } = await customerInCall(backend(platform, platform.demo.apiKey));
    expect(await deliver(platform, approval(secret, caseReference, 'evt-after-unknown'))).toBe(202);
    await approvedLevel(tenant, customerId);
  },
};

const level = z.object({ level: z.string(), openCase: z.looseObject({}).nullable() });

const openCase = z.object({
  kycId: z.string(),
  next: z.object({ type: z.literal('video_call'), url: z.url(), expiresAt: z.iso.datetime() }),
});

/** A customer whose video call is booked; the vendor's id of the case is the end of the call's address. */
const customerInCall = async (
  tenant: Caller,
): Promise<{ tenant: Caller; customerId: string; kycId: string; caseReference: string }> => {
  const customerId = await newCustomer(tenant, 'Zoya');
  const path = `/secure/customers/${customerId}/register`;
  const { kycId, next } = answered(await tenant.post(path, { level: 'full', method: 'video' }), 202, openCase);
  return { tenant, customerId, kycId, caseReference: new URL(next.url).pathname.split('/').at(-1) ?? '' };
};

const approval = (secret: string, reference: string, eventId: string) =>
  signedEvent(
    secret,
    { type: 'kyc.completed', reference, data: { outcome: 'approved', identityReference: `person-${reference}` } },
    { eventId: `${eventId}-${reference}` },
  );

const approvedLevel = (tenant: Caller, customerId: string): Promise<true> =>
  eventually(`full KYC of ${customerId}`, async () => {
    const kyc = answered(await tenant.get(`/secure/customers/${customerId}/kyc`), 200, level);
    return kyc.level === 'full' && kyc.openCase === null ? true : undefined;
  });

const duplicates: Story = {
  title: 'M-26 M-27 an event that comes three times is acknowledged three times and happens once',
  run: async (platform) => {
    const secret = await platform.webhookSecret();
    const { backend: own } = await newTenant(platform, 'Brahmaputra Wallet');
    const { customerId, kycId, caseReference } = await customerInCall(own);
    const event = approval(secret, caseReference, 'evt-thrice');

    expect(await deliver(platform, event)).toBe(202);
    expect(await deliver(platform, event)).toBe(202);
    await approvedLevel(own, customerId);
    expect(await deliver(platform, event)).toBe(202);

    // A later event of another case has gone the same way: the third delivery has been dealt with, too.
    const later = await customerInCall(own);
    expect(await deliver(platform, approval(secret, later.caseReference, 'evt-later'))).toBe(202);
    await approvedLevel(own, later.customerId);
    const events = z.object({ data: z.array(z.object({ resource: z.object({ id: z.string() }) })) });
    const { data } = answered(await own.get('/secure/events?type=kyc.approved'), 200, events);
    expect(data.filter(({ resource }) => resource.id === kycId)).toHaveLength(1);
    expect(data).toHaveLength(2);
  },
};

export const ingressStories: readonly Story[] = [signatures, stale, unknown, duplicates];
