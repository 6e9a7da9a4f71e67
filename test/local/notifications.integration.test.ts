import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { systemContexts } from '../../functions/kernel/operation/system-context.ts';
import { idGenerator } from '../../functions/kernel/ids/ids.ts';
import { dynamoTable } from '../../functions/kernel/persistence/dynamo-table.ts';
import { unitOfWork } from '../../functions/kernel/persistence/unit-of-work.ts';
import { systemRandom } from '../../functions/kernel/platform/system-random.ts';
import { systemClock } from '../../functions/kernel/time/clock.ts';
import { dynamoNotifier } from '../../functions/notifications/infrastructure/dynamo-notifier.ts';
import type { MessageChannel } from '../../functions/notifications/domain/message.ts';
import { apiClient } from '../../local/demo/api-client.ts';
import { createDemoTenant } from '../../local/demo-tenant.ts';
import { localLog } from '../../local/log.ts';
import { localMeter } from '../../local/meter.ts';
import type { LocalPlatform } from '../../local/platform.ts';
import { startPlatform } from '../../local/start.ts';
import { countedClient } from '../../local/table-client.ts';

let platform: LocalPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const givenCustomer = async (): Promise<{ readonly tenantId: string; readonly customerId: string }> => {
  const operator = apiClient(platform.baseUrl, { authorization: `Bearer ${platform.operatorToken}` });
  const { tenantId, apiKey } = await createDemoTenant(operator);
  const body = { firstName: 'Asha', lastName: 'Rao', phone: '+919812345678', email: 'asha@example.com' };
  const tenant = apiClient(platform.baseUrl, { 'x-api-key': apiKey });
  const made = z.object({ customerId: z.string() });
  const { customerId } = await tenant.call({ method: 'POST', path: '/secure/customers', body }, made);
  return { tenantId, customerId };
};

/** Orders a message beside the platform, in its table. */
const order = async (channel: MessageChannel): Promise<string> => {
  const { tenantId, customerId } = await givenCustomer();
  const { client } = countedClient(platform.tableAt.endpoint);
  const own = {
    table: dynamoTable(client, platform.tableAt.table, systemClock),
    clock: systemClock,
    random: systemRandom,
    ids: idGenerator(systemClock, systemRandom),
    log: localLog(systemClock).log,
    meter: localMeter(),
    settings: {},
  };
  const context = await systemContexts(own, 'createDebit')(tenantId, 'req_test');
  const { notificationId, writes, records } = dynamoNotifier().order(context, {
    key: `pre_debit:${channel}`,
    customerId,
    channel,
    template: 'pre_debit',
    facts: {
      amount: { minor: 49_900n, currency: 'INR' },
      debitAt: '2026-12-01T04:30:00Z',
      reference: 'dbt_test',
      reason: 'Premium plan',
    },
  });
  await unitOfWork(own).commit(context, { writes, records }, undefined);
  return notificationId;
};

describe('messages to customers on the local platform', () => {
  test.each(['sms', 'email'] as const)(
    'rule 8 a notice that is ordered goes out by %s, is shown, and its delivery is known',
    async (channel) => {
      const notificationId = await order(channel);
      await platform.idle();
      const told = platform
        .events()
        .filter(({ detail }) => JSON.stringify(detail).includes(notificationId))
        .map((event) => event['detail-type']);
      expect(told).toEqual(['notification.requested', 'notification.sent', 'notification.delivered']);
      const texts = channel === 'sms' ? platform.textMessages() : platform.mails();
      expect(texts.map(({ text }) => text)).toEqual([expect.stringContaining('Demo Wallet will debit INR 499.00')]);
      expect(platform.deadLetters()).toEqual([]);
    },
  );
});
