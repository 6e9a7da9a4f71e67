import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TemporarilyUnavailable } from '../../../../functions/kernel/errors/domain-error.ts';
import { MessageRefused } from '../../../../functions/kernel/platform/message-refused.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { messageTemplates } from '../../../../functions/notifications/domain/message.ts';
import { wire } from '../../../../functions/notifications/send-notification/handler.ts';
import { faultyTable } from '../../../support/faulty-table.ts';
import { givenProgram } from '../../../support/programs.ts';
import { profile, storeCustomer } from '../../../support/stored-customer.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { deliver } from '../../../support/trigger.ts';
import { orderMessage, settings, storedNotification } from '../given-notification.ts';

let platform: TestPlatform;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform(settings);
  ({ tenant } = await givenProgram(platform, {}, { brand: { name: 'Stream & Co' } }));
});
afterAll(() => platform.stop());
beforeEach(() => {
  platform.sent.mails.length = 0;
  platform.sent.textMessages.length = 0;
});

const keeping = () => ({ ...platform, settings: { ...settings, SANDBOX_MESSAGES: 'keep' } });

describe('sendNotification', () => {
  it('rule 11 sends by text message who chose that, in the name of the tenant’s brand', async () => {
    const { event, notificationId, reference } = await orderMessage(platform, tenant);
    expect(await deliver(wire(platform), event)).toBe(true);
    expect(platform.sent.mails).toEqual([]);
    expect(platform.sent.textMessages).toEqual([
      {
        to: profile.phone,
        template: 'pre_debit',
        text:
          'Stream & Co will debit INR 499.00 on 23 Nov 2026, 10:00 IST for Premium plan. ' +
          `Ref ${reference}. Skip it or withdraw the mandate any time in our app. Complaints: 1800-000-000`,
      },
    ]);
    const { item, types } = await storedNotification(platform, notificationId);
    expect(item).toMatchObject({ status: 'sent', channel: 'sms' });
    expect(types).toEqual(['notification.requested', 'notification.sent']);
  });

  it('rule 11 sends by mail who chose that, and asks for its receipt', async () => {
    const { event } = await orderMessage(platform, tenant, { channel: 'email' });
    expect(await deliver(wire(platform), event)).toBe(true);
    expect(platform.sent.textMessages).toEqual([]);
    expect(platform.sent.mails).toMatchObject([
      { to: [profile.email], subject: 'Stream & Co will debit INR 499.00', tracked: true },
    ]);
  });

  it('goes to where the customer is reached when it is sent, not when it was ordered', async () => {
    const first = await storeCustomer(platform, tenant);
    const { event } = await orderMessage(platform, tenant, { customerId: first.customerId });
    const moved = (await platform.items('customer')).find(({ customerId }) => customerId === first.customerId);
    if (moved === undefined) throw new Error('no customer');
    const { pk, sk, ...rest } = moved;
    const item = { ...rest, pk: String(pk), sk: String(sk), phone: '+919899999999' };
    await platform.table.write({ kind: 'put', item });
    await deliver(wire(platform), event);
    expect(platform.sent.textMessages.map(({ to }) => to)).toEqual(['+919899999999']);
  });

  it.each(messageTemplates)('sends %s with the facts that it needs', async (template) => {
    const { event } = await orderMessage(platform, tenant, { template });
    expect(await deliver(wire(platform), event)).toBe(true);
    expect(platform.sent.textMessages.map((sent) => sent.template)).toEqual([template]);
  });

  it('I3 sends a message once, however often its order is delivered', async () => {
    const { event, notificationId } = await orderMessage(platform, tenant);
    for (let turn = 0; turn < 3; turn += 1) expect(await deliver(wire(platform), event)).toBe(true);
    expect(platform.sent.textMessages).toHaveLength(1);
    expect((await storedNotification(platform, notificationId)).types).toHaveLength(2);
  });

  it('I3 the same business key is the same message: it cannot be ordered twice', async () => {
    const { customerId, notificationId } = await orderMessage(platform, tenant, { key: 'post_debit:1' });
    await expect(orderMessage(platform, tenant, { key: 'post_debit:1', customerId })).rejects.toMatchObject({
      code: 'already_exists',
      details: { resourceId: notificationId },
    });
    const other = (await givenProgram(platform)).tenant;
    expect((await orderMessage(platform, other, { key: 'post_debit:1' })).notificationId).not.toBe(notificationId);
  });

  it('rule 9 orders no message without what it must say', async () => {
    await expect(orderMessage(platform, tenant, { facts: { reference: 'dbt_1' } })).rejects.toThrow('amount, debitAt');
  });

  it('waits in the queue while the carrier is silent, and has sent once in the end', async () => {
    const { event, notificationId } = await orderMessage(platform, tenant);
    const sms = { send: () => Promise.reject(new TemporarilyUnavailable()) };
    expect(await deliver(wire({ ...platform, sms }), event)).toBe(false);
    expect((await storedNotification(platform, notificationId)).item).toMatchObject({ status: 'requested' });
    expect(await deliver(wire(platform), event)).toBe(true);
    expect(platform.sent.textMessages).toHaveLength(1);
  });

  it('fails, and says why, when the carrier refuses the message for good', async () => {
    const { event, notificationId } = await orderMessage(platform, tenant);
    const sms = { send: () => Promise.reject(new MessageRefused('recipient_opted_out')) };
    expect(await deliver(wire({ ...platform, sms }), event)).toBe(true);
    expect(await deliver(wire(platform), event)).toBe(true);
    expect(platform.sent.textMessages).toEqual([]);
    const { item, types, data } = await storedNotification(platform, notificationId);
    expect(item).toMatchObject({ status: 'failed', failure: 'recipient_opted_out' });
    expect(types).toEqual(['notification.requested', 'notification.failed']);
    expect(data.at(-1)).toMatchObject({ failure: 'recipient_opted_out', channel: 'sms' });
  });

  it('rather sends twice than never when the note could not be written', async () => {
    const { event, notificationId } = await orderMessage(platform, tenant);
    const table = faultyTable(platform.table, ({ kind }) =>
      kind === 'transact' ? { kind: 'silent before' } : undefined,
    );
    expect(await deliver(wire({ ...platform, table }), event)).toBe(false);
    expect(await deliver(wire(platform), event)).toBe(true);
    expect(platform.sent.textMessages).toHaveLength(2);
    expect((await storedNotification(platform, notificationId)).types).toHaveLength(2);
  });

  it('two deliveries at once leave one note', async () => {
    const { event, notificationId } = await orderMessage(platform, tenant);
    await Promise.all([deliver(wire(platform), event), deliver(wire(platform), event)]);
    expect((await storedNotification(platform, notificationId)).types).toEqual([
      'notification.requested',
      'notification.sent',
    ]);
  });

  it.each(['sms', 'email'] as const)(
    'a stage that keeps a sandbox tenant’s %s shows it instead of sending it',
    async (channel) => {
      const { event, notificationId } = await orderMessage(platform, tenant, { channel });
      expect(await deliver(wire(keeping()), event)).toBe(true);
      expect([...platform.sent.textMessages, ...platform.sent.mails]).toEqual([]);
      const { item, types, data } = await storedNotification(platform, notificationId);
      expect(item).toMatchObject({ status: 'delivered', sequence: 3n });
      expect(types).toEqual(['notification.requested', 'notification.sent', 'notification.delivered']);
      const message = { text: expect.stringContaining('Complaints: 1800-000-000') as string };
      expect(data[1]).toMatchObject({ message });
    },
  );

  it('sends a live tenant’s messages in every stage, and shows their words to nobody', async () => {
    const live = (await givenProgram(platform, { issuer: 'adyen' })).tenant;
    const { event, notificationId } = await orderMessage(platform, live);
    expect(await deliver(wire(keeping()), event)).toBe(true);
    expect(platform.sent.textMessages).toHaveLength(1);
    expect((await storedNotification(platform, notificationId)).data[1]).not.toHaveProperty('message');
  });

  it('keeps number and address out of logs, events and items', async () => {
    for (const channel of ['sms', 'email'] as const) {
      const { event, notificationId } = await orderMessage(platform, tenant, { channel });
      await deliver(wire(platform), event);
      const { item, data } = await storedNotification(platform, notificationId);
      const kept = JSON.stringify([item, data, platform.logLines()], (_, value: unknown) =>
        typeof value === 'bigint' ? Number(value) : value,
      );
      for (const personal of [profile.phone, profile.email, profile.firstName]) expect(kept).not.toContain(personal);
    }
  });

  it('leaves with the queue what it cannot read, or whose tenant, customer or message is not there', async () => {
    const { event } = await orderMessage(platform, tenant, { customerId: 'cus_nobody' });
    const foreign = (await givenProgram(platform)).tenant;
    const { event: good } = await orderMessage(platform, tenant);
    const ofForeign = { detail: { ...good.detail, tenantId: foreign.tenantId } };
    const ofNobody = { detail: { ...good.detail, tenantId: 'ten_nobody' } };
    const missing = { detail: { ...good.detail, data: {} } };
    for (const bad of [event, ofForeign, ofNobody, missing, 'no json']) {
      expect(await deliver(wire(platform), bad)).toBe(false);
    }
    expect(platform.sent.textMessages).toEqual([]);
  });
});
