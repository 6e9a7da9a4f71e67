import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wire } from '../../../../functions/balances/send-low-balance-alert/handler.ts';
import type { PartnerBalance } from '../../../../functions/balances/domain/partner-balance.ts';
import { TemporarilyUnavailable } from '../../../../functions/kernel/errors/domain-error.ts';
import type { WireMoney } from '../../../../functions/kernel/money/money.ts';
import type { MailSender } from '../../../../functions/kernel/platform/platform.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { toTimestamp } from '../../../../functions/kernel/time/clock.ts';
import { updateTenant } from '../../../../functions/tenants/update-tenant/declaration.ts';
import { wire as wireUpdateTenant } from '../../../../functions/tenants/update-tenant/handler.ts';
import { faultyTable } from '../../../support/faulty-table.ts';
import { call } from '../../../support/http-call.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { batchOf, deliver, noContext } from '../../../support/trigger.ts';
import { givenPartner } from '../given-partners.ts';

let platform: TestPlatform;
let tenant: TenantContext;
const address = 'money@company-x.example';

beforeAll(async () => {
  platform = await startTestPlatform();
});
beforeEach(async () => {
  tenant = await platform.tenant();
  platform.sent.mails.length = 0;
});
afterAll(() => platform.stop());

const inr = (amount: number): WireMoney => ({ amount, currency: 'INR' });

const crossing = (
  balance: Pick<PartnerBalance, 'partnerBalanceId' | 'kind'>,
  { of = tenant, available = inr(4_999), level = inr(5_000) } = {},
) => ({
  source: 'nodal',
  'detail-type': 'partner_balance.low',
  detail: {
    id: platform.ids.next('evt', of),
    type: 'partner_balance.low',
    createdAt: toTimestamp(platform.clock.now()),
    tenantId: of.tenantId,
    sequence: 2,
    resource: { type: 'partner_balance', id: balance.partnerBalanceId },
    data: { partnerBalanceId: balance.partnerBalanceId, kind: balance.kind, available, lowBalanceThreshold: level },
  },
});

/** A platform whose mail service first does this, each time once, and then works. */
const withMail = (...turns: readonly MailSender['send'][]) => {
  let turn = 0;
  const send: MailSender['send'] = (mail) => {
    turn += 1;
    return turns[turn - 1]?.(mail) ?? platform.mail.send(mail);
  };
  return { ...platform, mail: { send } };
};

/** A tenant with these addresses in its settings. */
const tenantWith = async (alertEmails: readonly string[]): Promise<TenantContext> => {
  const { tenant: known } = await givenProgram(platform);
  const { status } = await call(wireUpdateTenant(platform), updateTenant, {
    as: { staff: 'Admin', of: 'platform' },
    params: { tenantId: known.tenantId },
    body: { settings: { alertEmails: [...alertEmails] } },
  });
  if (status !== 200) throw new Error(`the settings answered ${String(status)}`);
  return known;
};

describe('sendLowBalanceAlert', () => {
  it('AN-70 mails the address of the balance what is left of what', async () => {
    const balance = await givenPartner(platform, tenant, { alertEmail: address });
    expect(await deliver(wire(platform), crossing(balance))).toBe(true);
    expect(platform.sent.mails).toEqual([
      { to: [address], subject: 'Low credit balance in INR', text: expect.stringContaining(balance.partnerBalanceId) },
    ]);
    const [mail] = platform.sent.mails;
    expect(mail?.text).toContain('Available: INR 49.99\nLevel:     INR 50.00\n');
  });

  it.each([
    ['JPY', 7, 'JPY 7'],
    ['KWD', 7, 'KWD 0.007'],
    ['INR', -1_205, 'INR -12.05'],
  ] as const)('rule 119 AN-70 writes %s %i as %s', async (currency, amount, written) => {
    const balance = await givenPartner(platform, tenant, { alertEmail: address, currency, kind: 'deposit' });
    const available = { amount, currency };
    await deliver(wire(platform), crossing(balance, { available, level: { amount: 5_000, currency } }));
    expect(platform.sent.mails[0]?.text).toContain(`Available: ${written}\n`);
  });

  it('AN-70 mails the tenant’s own addresses too, each once', async () => {
    const known = await tenantWith(['ops@company-x.example', address]);
    const balance = await givenPartner(platform, known, { alertEmail: address });
    expect(await deliver(wire(platform), crossing(balance, { of: known }))).toBe(true);
    expect(platform.sent.mails.map(({ to }) => to)).toEqual([[address, 'ops@company-x.example']]);
  });

  it('AN-70 mails nobody when nobody is named', async () => {
    const balance = await givenPartner(platform, tenant);
    expect(await deliver(wire(platform), crossing(balance))).toBe(true);
    expect(platform.sent.mails).toEqual([]);
  });

  it('AN-70 I3 mails a crossing once, however often it is delivered, and the next one again', async () => {
    const balance = await givenPartner(platform, tenant, { alertEmail: address });
    const first = crossing(balance);
    for (let turn = 0; turn < 3; turn += 1) expect(await deliver(wire(platform), first)).toBe(true);
    expect(platform.sent.mails).toHaveLength(1);
    await deliver(wire(platform), crossing(balance));
    expect(platform.sent.mails).toHaveLength(2);
  });

  it('AN-70 tries again when the mail service throttles, and has mailed once in the end', async () => {
    const balance = await givenPartner(platform, tenant, { alertEmail: address });
    const busy = wire(withMail(() => Promise.reject(new TemporarilyUnavailable())));
    const event = crossing(balance);
    expect(await deliver(busy, event)).toBe(false);
    expect(platform.sent.mails).toEqual([]);
    for (let turn = 0; turn < 2; turn += 1) expect(await deliver(busy, event)).toBe(true);
    expect(platform.sent.mails).toHaveLength(1);
  });

  it('AN-70 leaves a refused mail to the queue, which gives it to its DLQ, and the others of the batch go', async () => {
    const balance = await givenPartner(platform, tenant, { alertEmail: address });
    const refused = Object.assign(new Error(`${address} is not verified`), { name: 'MessageRejected' });
    const handler = wire(withMail(() => Promise.reject(refused)));
    const { batchItemFailures } = await handler(batchOf(crossing(balance), crossing(balance)), noContext);
    expect(batchItemFailures).toHaveLength(1);
    expect(platform.sent.mails).toHaveLength(1);
    expect(platform.logLines().join('\n')).toContain('MessageRejected');
  });

  it('AN-70 rather mails twice than never when the mark could not be written', async () => {
    const balance = await givenPartner(platform, tenant, { alertEmail: address });
    let isFirst = true;
    const table = faultyTable(platform.table, ({ kind }) => {
      if (kind !== 'write' || !isFirst) return undefined;
      isFirst = false;
      return { kind: 'silent before' };
    });
    const event = crossing(balance);
    expect(await deliver(wire({ ...platform, table }), event)).toBe(false);
    for (let turn = 0; turn < 2; turn += 1) expect(await deliver(wire({ ...platform, table }), event)).toBe(true);
    expect(platform.sent.mails).toHaveLength(2);
  });

  it('AN-70 keeps addresses out of logs, and out of the mark', async () => {
    const balance = await givenPartner(platform, tenant, { alertEmail: address });
    await deliver(wire(platform), crossing(balance));
    expect(platform.logLines().join('\n')).not.toContain('company-x.example');
    const marks = (await platform.items()).filter(({ item }) => item === 'low_balance_alert');
    expect(marks.length).toBeGreaterThan(0);
    expect(marks.map((mark) => Object.keys(mark).sort())).toEqual(marks.map(() => ['eventId', 'item', 'pk', 'sk']));
  });

  it('leaves with the queue what it cannot read, of a balance or a tenant that is not there', async () => {
    const balance = await givenPartner(platform, tenant, { alertEmail: address });
    const good = crossing(balance);
    const nobody = { ...good, detail: { ...good.detail, tenantId: 'ten_nobody' } };
    const foreign = { ...good, detail: { ...good.detail, tenantId: (await platform.tenant()).tenantId } };
    const missing = { ...good, detail: { ...good.detail, data: {} } };
    const huge = { ...good, detail: { ...good.detail, data: { ...good.detail.data, available: inr(2 ** 60) } } };
    for (const bad of [nobody, foreign, missing, huge, 'no json', { detail: null }]) {
      expect(await deliver(wire(platform), bad)).toBe(false);
    }
    expect(platform.sent.mails).toEqual([]);
  });
});
