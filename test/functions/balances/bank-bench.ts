import { randomUUID } from 'node:crypto';
import { createBankAccount } from '../../../functions/balances/create-bank-account/declaration.ts';
import { wire as wireCreate } from '../../../functions/balances/create-bank-account/handler.ts';
import { getLoad } from '../../../functions/balances/get-load/declaration.ts';
import { wire as wireGet } from '../../../functions/balances/get-load/handler.ts';
import { dynamoLoadStore } from '../../../functions/balances/infrastructure/dynamo-load-store.ts';
import { loadBalance } from '../../../functions/balances/load-balance/declaration.ts';
import { wire as wireLoad } from '../../../functions/balances/load-balance/handler.ts';
import { wire as wireSettle } from '../../../functions/balances/settle-load/handler.ts';
import { wire as wireEvents } from '../../../functions/ingress/process-issuer-event/handler.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { toTimestamp } from '../../../functions/kernel/time/clock.ts';
import { sandboxControl } from '../../../functions/providers/sandbox/sandbox-control.ts';
import { bankAccountItem, bankAccountKey } from '../../../functions/sandbox/sandbox-twin/bank/bank-items.ts';
import { call } from '../../support/http-call.ts';
import { controlCall } from '../../support/sealed-call.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { startTestPlatform } from '../../support/test-platform.ts';
import { deliver, noContext } from '../../support/trigger.ts';
import { startTwin } from '../../support/twin-server.ts';
import { inr, moneyBench } from './money-bench.ts';

export const details = { account: '000123456789', routing: '012345678' };

interface Asked {
  readonly amount: number;
  readonly token: string;
  readonly key?: string;
  /** Another platform to run on, such as one that dies. */
  readonly on?: TestPlatform;
}

export type BankBench = Awaited<ReturnType<typeof startBankBench>>;

/** A platform beside the twin's bank, reached over HTTP, with everything that loads need. */
export const startBankBench = async () => {
  const twin = await startTwin();
  const own = await startTestPlatform();
  const settings = { ISSUER_SANDBOX_URL: twin.url };
  const platform: TestPlatform = { ...own, clock: twin.platform.clock, secrets: twin.platform.secrets, settings };
  const money = moneyBench(platform);
  const loads = dynamoLoadStore(platform.table);

  const create = (tenant: TenantContext, customerId: string, change: Readonly<Record<string, unknown>> = {}) =>
    call(wireCreate(platform), createBankAccount, {
      as: { tenant },
      params: { customerId },
      body: { ...details, ...change },
    });
  const customerOf = async (tenant: TenantContext, balanceId: string): Promise<string> =>
    (await money.store.find(tenant, balanceId))?.customerId ?? '';
  const eventOf = async (tenant: TenantContext, loadId: string, amount = 1) => ({
    eventId: `pev_${randomUUID()}`,
    type: 'bank_transfer.returned',
    reference: (await loads.find(tenant, loadId))?.externalId ?? `bt_${loadId}`,
    occurredAt: toTimestamp(platform.clock.now()),
    data: { amount, currency: 'INR', reason: 'account_closed' },
  });
  const hear = ({ eventId, ...body }: Awaited<ReturnType<typeof eventOf>>): Promise<boolean> =>
    deliver(wireEvents(platform), {
      eventId,
      raw: Buffer.from(JSON.stringify(body)).toString('base64'),
      receivedAt: toTimestamp(platform.clock.now()),
    });
  return {
    twin,
    platform,
    money,
    loads,
    create,
    customerOf,
    /** Links an account with a balance to the owner of a balance. @returns its token */
    link: async (tenant: TenantContext, balanceId: string, balance?: number): Promise<string> => {
      const chosen = balance === undefined ? {} : { balance: inr(balance) };
      return String((await create(tenant, await customerOf(tenant, balanceId), chosen)).body.token);
    },
    /** What the account holds at the bank. */
    atBank: async (tenant: TenantContext, token: string): Promise<bigint | undefined> => {
      const item = await twin.platform.table.get(bankAccountKey(tenant, token));
      return item === undefined ? undefined : bankAccountItem.decode(item).balance;
    },
    load: (tenant: TenantContext, balanceId: string, { amount, token, key = randomUUID(), on = platform }: Asked) =>
      call(wireLoad(on), loadBalance, {
        as: { tenant },
        params: { balanceId },
        body: { amount: inr(amount), source: { type: 'bank_account', token } },
        idempotencyKey: key,
      }),
    show: (tenant: TenantContext, loadId: string) =>
      call(wireGet(platform), getLoad, { as: { tenant }, params: { loadId } }),
    settle: (tenant: TenantContext, loadId: string, on = platform): Promise<void> =>
      wireSettle(on)({ tenantId: tenant.tenantId, payload: { loadId } }, noContext),
    faults: (tenant: TenantContext, rate: number) =>
      sandboxControl(twin.client()).setFaults(tenant, { provider: 'bank', rate, kinds: ['http_500'] }),
    /** The bank takes a load's money back; the platform hears nothing until `hear`. */
    takeBack: (tenant: TenantContext, loadId: string) =>
      controlCall(twin, { path: '/control/v1/bank-returns', program: tenant.tenantId, body: { reference: loadId } }),
    eventOf,
    hear,
    stop: async () => {
      await twin.stop();
      await own.stop();
    },
  };
};
