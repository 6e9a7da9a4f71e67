import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wire } from '../../../../functions/cards/send-controls-alert/handler.ts';
import { TemporarilyUnavailable } from '../../../../functions/kernel/errors/domain-error.ts';
import type { MailSender } from '../../../../functions/kernel/platform/platform.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { toTimestamp } from '../../../../functions/kernel/time/clock.ts';
import { faultyTable } from '../../../support/faulty-table.ts';
import { givenProgram } from '../../../support/programs.ts';
import { storeCustomer } from '../../../support/stored-customer.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { deliver } from '../../../support/trigger.ts';

let platform: TestPlatform;
let tenant: TenantContext;
let customer: Awaited<ReturnType<typeof storeCustomer>>;

beforeAll(async () => {
  platform = await startTestPlatform();
  ({ tenant } = await givenProgram(platform));
});
afterAll(() => platform.stop());
beforeEach(async () => {
  customer = await storeCustomer(platform, tenant, { level: 'full' });
  platform.sent.mails.length = 0;
});

const channels = { pos: true, ecom: false, atm: true, contactless: false, international: false };

const change = (data: Readonly<Record<string, unknown>> = {}, of = tenant) => ({
  detail: {
    id: platform.ids.next('evt', of),
    type: 'card.controls_changed',
    createdAt: toTimestamp(platform.clock.now()),
    tenantId: of.tenantId,
    sequence: 2,
    resource: { type: 'card', id: 'crd_1' },
    data: { customerId: customer.customerId, controls: { channels, limits: [{}], mcc: {} }, ...data },
  },
});

describe('sendControlsAlert', () => {
  it('rule 90 mails the holder which card was changed, by its last four digits, and what it may be used for', async () => {
    expect(await deliver(wire(platform), change({ cardId: 'crd_1', lastFour: '4242' }))).toBe(true);
    const [mail] = platform.sent.mails;
    expect(mail?.to).toEqual([customer.email]);
    expect(mail?.subject).toBe('The controls of your card ending in 4242 were changed');
    for (const line of ['In shops: on', 'Online: off', 'Cash machines: on', 'Abroad: off', 'Limits: 1']) {
      expect(mail?.text.split('\n')).toContain(line);
    }
  });

  it('rule 90 mails a change of the controls of all cards', async () => {
    expect(await deliver(wire(platform), change())).toBe(true);
    expect(platform.sent.mails.map(({ subject }) => subject)).toEqual(['The controls of all your cards were changed']);
  });

  it('I3 mails a change once, however often it is delivered, and the next one again', async () => {
    const first = change();
    for (let turn = 0; turn < 3; turn += 1) expect(await deliver(wire(platform), first)).toBe(true);
    expect(platform.sent.mails).toHaveLength(1);
    await deliver(wire(platform), change());
    expect(platform.sent.mails).toHaveLength(2);
  });

  it('tries again when the mail service throttles, and has mailed once in the end', async () => {
    let isBusy = true;
    const send: MailSender['send'] = (mail) => {
      if (!isBusy) return platform.mail.send(mail);
      isBusy = false;
      return Promise.reject(new TemporarilyUnavailable());
    };
    const handler = wire({ ...platform, mail: { send } });
    const event = change();
    expect(await deliver(handler, event)).toBe(false);
    for (let turn = 0; turn < 2; turn += 1) expect(await deliver(handler, event)).toBe(true);
    expect(platform.sent.mails).toHaveLength(1);
  });

  it('rather mails twice than never when the mark could not be written', async () => {
    let isFirst = true;
    const table = faultyTable(platform.table, ({ kind }) => {
      if (kind !== 'write' || !isFirst) return undefined;
      isFirst = false;
      return { kind: 'silent before' };
    });
    const event = change();
    expect(await deliver(wire({ ...platform, table }), event)).toBe(false);
    for (let turn = 0; turn < 2; turn += 1) expect(await deliver(wire({ ...platform, table }), event)).toBe(true);
    expect(platform.sent.mails).toHaveLength(2);
  });

  it('keeps the address out of logs, and out of the mark', async () => {
    await deliver(wire(platform), change());
    expect(platform.logLines().join('\n')).not.toContain(customer.email);
    const marks = (await platform.items()).filter(({ item }) => item === 'controls_alert');
    expect(marks.length).toBeGreaterThan(0);
    expect(marks.map((mark) => Object.keys(mark).sort())).toEqual(marks.map(() => ['eventId', 'item', 'pk', 'sk']));
  });

  it('leaves with the queue what it cannot read, of a customer or a tenant that is not there', async () => {
    const good = change();
    const nobody = { detail: { ...good.detail, tenantId: 'ten_nobody' } };
    const foreign = change({}, (await givenProgram(platform)).tenant);
    const missing = { detail: { ...good.detail, data: {} } };
    for (const bad of [nobody, foreign, missing, 'no json', { detail: null }]) {
      expect(await deliver(wire(platform), bad)).toBe(false);
    }
    expect(platform.sent.mails).toEqual([]);
  });
});
