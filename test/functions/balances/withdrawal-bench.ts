import { randomUUID } from 'node:crypto';
import { approveWithdrawal } from '../../../functions/balances/approve-withdrawal/declaration.ts';
import { wire as wireApprove } from '../../../functions/balances/approve-withdrawal/handler.ts';
import { getWithdrawal } from '../../../functions/balances/get-withdrawal/declaration.ts';
import { wire as wireGet } from '../../../functions/balances/get-withdrawal/handler.ts';
import { dynamoBankAccountStore } from '../../../functions/balances/infrastructure/dynamo-bank-account-store.ts';
import { dynamoWithdrawalStore } from '../../../functions/balances/infrastructure/dynamo-withdrawal-store.ts';
import { rejectWithdrawal } from '../../../functions/balances/reject-withdrawal/declaration.ts';
import { wire as wireReject } from '../../../functions/balances/reject-withdrawal/handler.ts';
import { wire as wireSettle } from '../../../functions/balances/settle-withdrawal/handler.ts';
import { withdraw } from '../../../functions/balances/withdraw/declaration.ts';
import { wire as wireWithdraw } from '../../../functions/balances/withdraw/handler.ts';
import { timerItem } from '../../../functions/kernel/timers/timer-item.ts';
import { money } from '../../../functions/kernel/money/money.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { sandboxBank } from '../../../functions/providers/sandbox/bank.ts';
import { sandboxControl } from '../../../functions/providers/sandbox/sandbox-control.ts';
import { bankAccountItem, bankAccountKey } from '../../../functions/sandbox/sandbox-twin/bank/bank-items.ts';
import { dynamoTenantStore } from '../../../functions/tenants/infrastructure/dynamo-tenant-store.ts';
import type { TestCaller } from '../../support/http-call.ts';
import { call } from '../../support/http-call.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { startTestPlatform } from '../../support/test-platform.ts';
import { noContext } from '../../support/trigger.ts';
import { startTwin } from '../../support/twin-server.ts';
import { inr, moneyBench } from './money-bench.ts';

/** What is asked for; to the program unless told otherwise. */
export interface Asked {
  readonly amount: number;
  readonly to?: { readonly type: string; readonly token?: string };
  readonly key?: string;
  /** Another platform to run on, such as one that dies. */
  readonly on?: TestPlatform;
}

interface Decided {
  readonly as?: TestCaller;
  readonly key?: string;
  readonly on?: TestPlatform;
}

export const staff: TestCaller = { staff: 'Manager', of: 'platform' };

export type WithdrawalBench = Awaited<ReturnType<typeof startWithdrawalBench>>;

/** A platform beside the twin's bank, with everything that withdrawals need. */
export const startWithdrawalBench = async () => {
  const twin = await startTwin();
  const own = await startTestPlatform();
  const settings = { ISSUER_SANDBOX_URL: twin.url };
  const platform: TestPlatform = { ...own, clock: twin.platform.clock, secrets: twin.platform.secrets, settings };
  const bench = moneyBench(platform);
  const bank = sandboxBank(platform);
  const handlersOf = (on: TestPlatform) => ({
    withdraw: wireWithdraw(on),
    approve: wireApprove(on),
    reject: wireReject(on),
    settle: wireSettle(on),
  });
  const usual = handlersOf(platform);
  const on = (other: TestPlatform | undefined) => (other === undefined ? usual : handlersOf(other));

  return {
    twin,
    platform,
    bench,
    store: dynamoWithdrawalStore(platform.table),
    /** A tenant with credit, above whose threshold withdrawals wait. */
    program: async (threshold?: number): Promise<TenantContext> => {
      const tenant = await bench.program(0n);
      if (threshold === undefined) return tenant;
      const tenants = dynamoTenantStore(platform.table);
      const found = await tenants.find(tenant);
      if (found === undefined) throw new Error('the tenant is gone');
      const withdrawalApprovalAbove = money(BigInt(threshold), 'INR');
      const changed = { ...found, settings: { ...found.settings, withdrawalApprovalAbove }, sequence: 2 };
      await platform.table.transact([tenants.replace(tenant, changed).write], randomUUID());
      return tenant;
    },
    /** Links an empty account at the bank to the owner of a balance. @returns its token */
    link: async (tenant: TenantContext, balanceId: string, currency: 'INR' | 'EUR' = 'INR'): Promise<string> => {
      const customerId = (await bench.store.find(tenant, balanceId))?.customerId ?? '';
      const bankAccountId = platform.ids.next('bac', tenant);
      const number = { account: '000123456789', routing: '012345678', holderName: 'Asha Rao' };
      const { token } = await bank.register(tenant, { reference: bankAccountId, currency, ...number, testBalance: 0n });
      const account = { bankAccountId, customerId, token, lastFour: '6789', routing: number.routing, currency };
      const { write } = dynamoBankAccountStore(platform.table).create(tenant, {
        ...account,
        createdAt: platform.clock.now(),
      });
      await platform.table.transact([write], randomUUID());
      return token;
    },
    /** What the account holds at the bank. */
    atBank: async (tenant: TenantContext, token: string): Promise<bigint | undefined> => {
      const item = await twin.platform.table.get(bankAccountKey(tenant, token));
      return item === undefined ? undefined : bankAccountItem.decode(item).balance;
    },
    /** From now on the bank fails that share of its calls. */
    faults: (tenant: TenantContext, rate: number) =>
      sandboxControl(twin.client()).setFaults(tenant, { provider: 'bank', rate, kinds: ['http_500'] }),
    withdraw: (tenant: TenantContext, balanceId: string, { amount, to = { type: 'program' }, key, on: where }: Asked) =>
      call(on(where).withdraw, withdraw, {
        as: { tenant },
        params: { balanceId },
        body: { amount: inr(amount), destination: to },
        idempotencyKey: key ?? randomUUID(),
      }),
    show: (tenant: TenantContext, withdrawalId: string) =>
      call(wireGet(platform), getWithdrawal, { as: { tenant }, params: { withdrawalId } }),
    approve: (withdrawalId: string, { as = staff, key, on: where }: Decided = {}) =>
      call(on(where).approve, approveWithdrawal, {
        as,
        params: { withdrawalId },
        idempotencyKey: key ?? randomUUID(),
      }),
    reject: (withdrawalId: string, { as = staff, key, on: where }: Decided = {}) =>
      call(on(where).reject, rejectWithdrawal, { as, params: { withdrawalId }, idempotencyKey: key ?? randomUUID() }),
    settle: (tenant: TenantContext, withdrawalId: string, where?: TestPlatform): Promise<void> =>
      on(where).settle({ tenantId: tenant.tenantId, payload: { withdrawalId } }, noContext),
    /** Withdrawals that a timer would finish. */
    timers: async (tenant: TenantContext): Promise<readonly string[]> =>
      (await platform.items(timerItem.name))
        .filter(({ tenantId }) => tenantId === tenant.tenantId)
        .map((item) => timerItem.decode(item).key),
    /** Posted and held of a balance. */
    moneyOf: async (tenant: TenantContext, balanceId: string): Promise<readonly bigint[]> => {
      const balance = await bench.store.find(tenant, balanceId);
      return balance === undefined ? [] : [balance.posted, balance.held];
    },
    /** What of the pending lines of a balance is left. */
    pendingOf: async (balanceId: string): Promise<readonly unknown[]> =>
      (await bench.recordsOf(balanceId)).flatMap(({ attached }) =>
        typeof attached === 'object' && attached !== null && 'left' in attached ? [attached.left] : [],
      ),
    stop: async () => {
      await twin.stop();
      await own.stop();
    },
  };
};
