import { batchOf, noContext } from '../../support/trigger.ts';
import { systemContexts } from '../../../functions/kernel/operation/system-context.ts';
import { unitOfWork } from '../../../functions/kernel/persistence/unit-of-work.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { toTimestamp } from '../../../functions/kernel/time/clock.ts';
import { dynamoNotifier } from '../../../functions/notifications/infrastructure/dynamo-notifier.ts';
import type { MessageOrder } from '../../../functions/notifications/ports/notifier.ts';
import { wire as wireSend } from '../../../functions/notifications/send-notification/handler.ts';
import { storeCustomer } from '../../support/stored-customer.ts';
import type { TestPlatform } from '../../support/test-platform.ts';

export const settings = { COMPLAINTS_CONTACT: '1800-000-000', SANDBOX_MESSAGES: 'send' };

const facts = {
  amount: { minor: 49_900n, currency: 'INR' },
  debitAt: '2026-11-23T04:30:00Z',
  reason: 'Premium plan',
} as const;

/** Orders a message as whoever decides to tell does. @returns its id and the event that its record becomes */
export const orderMessage = async (
  platform: TestPlatform,
  tenant: TenantContext,
  order: Partial<MessageOrder> = {},
) => {
  const customerId = order.customerId ?? (await storeCustomer(platform, tenant)).customerId;
  const context = await systemContexts(platform, 'createDebit')(tenant.tenantId, 'req_test');
  const reference = platform.ids.next('dbt', tenant);
  const { notificationId, writes, records } = dynamoNotifier().order(context, {
    key: `pre_debit:${reference}`,
    channel: 'sms',
    template: 'pre_debit',
    facts: { ...facts, reference },
    ...order,
    customerId,
  });
  await unitOfWork(platform).commit(context, { writes, records }, undefined);
  const event = {
    detail: {
      id: platform.ids.next('evt', tenant),
      type: 'notification.requested',
      createdAt: toTimestamp(platform.clock.now()),
      tenantId: tenant.tenantId,
      sequence: 1,
      resource: { type: 'notification', id: notificationId },
      data: { notificationId, customerId },
    },
  };
  return { notificationId, customerId, reference, event };
};

/** A message that its carrier has, and the carrier's name for it. */
export const sendMessage = async (platform: TestPlatform, tenant: TenantContext, order: Partial<MessageOrder> = {}) => {
  const ordered = await orderMessage(platform, tenant, order);
  let messageId = '';
  const remember = async (sent: Promise<{ messageId: string }>) => {
    ({ messageId } = await sent);
    return { messageId };
  };
  const sms: TestPlatform['sms'] = { send: (message) => remember(platform.sms.send(message)) };
  const mail: TestPlatform['mail'] = { send: (message) => remember(platform.mail.send(message)) };
  const { batchItemFailures } = await wireSend({ ...platform, sms, mail })(batchOf(ordered.event), noContext);
  if (batchItemFailures.length > 0) throw new Error('the message was not sent');
  return { ...ordered, messageId };
};

/** What is stored of a notification: the item, and the types of its records in their order. */
export const storedNotification = async (platform: TestPlatform, notificationId: string) => {
  const items = (await platform.items()).filter(({ pk }) => String(pk).endsWith(`#NOTIFICATION#${notificationId}`));
  const records = items
    .filter(({ item }) => item === 'record')
    .toSorted((a, b) => Number(a['sequence']) - Number(b['sequence']));
  const data = records.map((record): unknown => JSON.parse(String(record['data'])));
  return { data, item: items.find(({ item }) => item === 'notification'), types: records.map(({ type }) => type) };
};
