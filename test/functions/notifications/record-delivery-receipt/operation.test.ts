import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { clockItem, clockKey } from '../../../../functions/kernel/time/tenant-clock.ts';
import { recordDeliveryReceipt as declaration } from '../../../../functions/notifications/record-delivery-receipt/declaration.ts';
import { wire } from '../../../../functions/notifications/record-delivery-receipt/handler.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { batchOf, deliver, noContext } from '../../../support/trigger.ts';
import { sendMessage, settings, storedNotification } from '../given-notification.ts';

let platform: TestPlatform;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform(settings);
  ({ tenant } = await givenProgram(platform));
});
afterAll(() => platform.stop());

const at = '2026-11-22T07:00:00.000Z';
const textOf = (messageId: string, event = 'TEXT_DELIVERED') => ({ carrier: 'sms', messageId, event, at });
const mailOf = (messageId: string, event = 'Email Delivered') => ({ carrier: 'email', messageId, event, at });
const stateOf = async (notificationId: string) => (await storedNotification(platform, notificationId)).item;

describe('recordDeliveryReceipt', () => {
  it.each(['TEXT_DELIVERED', 'TEXT_SUCCESSFUL'])(
    'rule 8 a text that the network calls %s was delivered, by its clock',
    async (event) => {
      const { messageId, notificationId } = await sendMessage(platform, tenant);
      expect(await deliver(wire(platform), textOf(messageId, event))).toBe(true);
      const { item, types, data } = await storedNotification(platform, notificationId);
      expect(item).toMatchObject({ status: 'delivered', deliveredAt: at });
      expect(types).toEqual(['notification.requested', 'notification.sent', 'notification.delivered']);
      expect(data.at(-1)).toMatchObject({ notificationId, deliveredAt: at });
    },
  );

  it('rule 8 a mail was delivered when its server took it', async () => {
    const { messageId, notificationId } = await sendMessage(platform, tenant, { channel: 'email' });
    expect(await deliver(wire(platform), mailOf(messageId))).toBe(true);
    expect(await stateOf(notificationId)).toMatchObject({ status: 'delivered', deliveredAt: at });
  });

  it('rule 8 says when it was delivered in the tenant’s time', async () => {
    const ahead = (await givenProgram(platform)).tenant;
    const { messageId, notificationId } = await sendMessage(platform, ahead);
    await platform.table.write({ kind: 'put', item: clockItem.encode(clockKey(ahead), { offsetSeconds: 86_400 }) });
    await deliver(wire(platform), textOf(messageId));
    expect(await stateOf(notificationId)).toMatchObject({ deliveredAt: '2026-11-23T07:00:00.000Z' });
  });

  it.each([
    ['TEXT_BLOCKED', 'blocked'],
    ['TEXT_CARRIER_BLOCKED', 'blocked'],
    ['TEXT_SPAM', 'blocked'],
    ['TEXT_INVALID', 'recipient_invalid'],
    ['TEXT_INVALID_MESSAGE', 'rejected'],
    ['TEXT_CARRIER_UNREACHABLE', 'unreachable'],
    ['TEXT_UNREACHABLE', 'unreachable'],
    ['TEXT_TTL_EXPIRED', 'expired'],
    ['TEXT_UNKNOWN', 'unknown'],
  ])('a text that ended as %s was not delivered: %s', async (event, failure) => {
    const { messageId, notificationId } = await sendMessage(platform, tenant);
    expect(await deliver(wire(platform), textOf(messageId, event))).toBe(true);
    const { item, types } = await storedNotification(platform, notificationId);
    expect(item).toMatchObject({ status: 'undelivered', failure });
    expect(types.at(-1)).toBe('notification.undelivered');
  });

  it.each(['TEXT_QUEUED', 'TEXT_PENDING', 'TEXT_SENT'])('%s changes nothing: the text is on its way', async (event) => {
    const { messageId, notificationId } = await sendMessage(platform, tenant);
    expect(await deliver(wire(platform), textOf(messageId, event))).toBe(true);
    expect(await stateOf(notificationId)).toMatchObject({ status: 'sent' });
  });

  it('I3 receipts that come again, late or in another order change nothing', async () => {
    const { messageId, notificationId } = await sendMessage(platform, tenant);
    for (const event of ['TEXT_DELIVERED', 'TEXT_DELIVERED', 'TEXT_PENDING', 'TEXT_UNKNOWN']) {
      expect(await deliver(wire(platform), textOf(messageId, event))).toBe(true);
    }
    expect(await stateOf(notificationId)).toMatchObject({ status: 'delivered', sequence: 3n });
  });

  it('a mail that comes back was not delivered after all, in either order', async () => {
    for (const events of [
      ['Email Delivered', 'Email Bounced'],
      ['Email Bounced', 'Email Delivered'],
    ]) {
      const { messageId, notificationId } = await sendMessage(platform, tenant, { channel: 'email' });
      for (const event of events) expect(await deliver(wire(platform), mailOf(messageId, event))).toBe(true);
      expect(await stateOf(notificationId)).toMatchObject({ status: 'undelivered', failure: 'bounced' });
    }
  });

  it('two receipts at once leave one record', async () => {
    const { messageId, notificationId } = await sendMessage(platform, tenant);
    const receipt = textOf(messageId);
    await Promise.all([deliver(wire(platform), receipt), deliver(wire(platform), receipt)]);
    expect((await storedNotification(platform, notificationId)).types).toHaveLength(3);
  });

  it('waits for the note of a message that it overtook, and lets go what is nobody’s', async () => {
    const batch = batchOf(textOf('sms-of-another-application'));
    const [first] = batch.Records;
    if (first === undefined) throw new Error('no record');
    const attemptOf = (count: number) => ({
      Records: [{ ...first, attributes: { ...first.attributes, ApproximateReceiveCount: String(count) } }],
    });
    for (const count of [1, 2, 3]) {
      expect((await wire(platform)(attemptOf(count), noContext)).batchItemFailures).toHaveLength(1);
    }
    expect((await wire(platform)(attemptOf(4), noContext)).batchItemFailures).toEqual([]);
    expect(platform.logLines().join('\n')).toContain('receipt_of_unknown_message');
  });

  it('leaves with the queue what it cannot read, or has never heard of', async () => {
    const { messageId, notificationId } = await sendMessage(platform, tenant);
    const bad = [
      textOf(messageId, 'TEXT_TELEPORTED'),
      { ...textOf(messageId), destinationPhoneNumber: '+919812345678' },
      { ...textOf(messageId), at: 'soon' },
      { ...textOf(messageId), carrier: 'pigeon' },
      { carrier: 'sms' },
      textOf('x'.repeat(257)),
      'no json',
    ];
    for (const message of bad) expect(await deliver(wire(platform), message)).toBe(false);
    expect(await stateOf(notificationId)).toMatchObject({ status: 'sent' });
  });

  it('takes from the carriers’ events nothing that names a person', () => {
    const paths = (declaration.awsEvents ?? []).flatMap(({ pick }) => Object.values(pick));
    expect(paths.filter((path) => path.startsWith('$.')).toSorted()).toEqual([
      '$.detail-type',
      '$.detail.eventType',
      '$.detail.mail.messageId',
      '$.detail.messageId',
      '$.time',
      '$.time',
    ]);
  });
});
