import { randomUUID } from 'node:crypto';
import type { Balance } from '../../../functions/balances/domain/balance.ts';
import { openBalance } from '../../../functions/balances/domain/balance.ts';
import { debitBalance } from '../../../functions/balances/debit-balance/declaration.ts';
import { wire as wireDebit } from '../../../functions/balances/debit-balance/handler.ts';
import { dynamoBalanceStore } from '../../../functions/balances/infrastructure/dynamo-balance-store.ts';
import { partnerKey } from '../../../functions/balances/infrastructure/dynamo-ledger.ts';
import { partnerBalanceItem } from '../../../functions/balances/infrastructure/partner-items.ts';
import { loadBalance } from '../../../functions/balances/load-balance/declaration.ts';
import { wire as wireLoad } from '../../../functions/balances/load-balance/handler.ts';
import { transfer } from '../../../functions/balances/transfer/declaration.ts';
import { wire as wireTransfer } from '../../../functions/balances/transfer/handler.ts';
import type { CustomerStatus, VerifiedLevel } from '../../../functions/customers/domain/customer.ts';
import { declareCustomer, raiseLevel } from '../../../functions/customers/domain/customer.ts';
import { dynamoCustomerStore } from '../../../functions/customers/infrastructure/dynamo-customer-store.ts';
import type { Currency } from '../../../functions/kernel/money/currency.ts';
import { pager } from '../../../functions/kernel/persistence/page.ts';
import type { Item } from '../../../functions/kernel/persistence/table.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../support/http-call.ts';
import { profile, tenantWithProgram } from '../../support/stored-customer.ts';
import type { TestPlatform } from '../../support/test-platform.ts';

/** Money in a body. */
export const inr = (amount: number, currency: Currency = 'INR') => ({ amount, currency });

/** A phone that nobody else has: another person. */
export const newPhone = (): string => `+91${String(BigInt(`0x${randomUUID().slice(0, 8)}`) + 6_000_000_000n)}`;

/** An amount in minor units, under a new idempotency key or a given one. */
type Sent = number | { readonly amount: number; readonly key: string };

const amountOf = (sent: Sent): number => (typeof sent === 'number' ? sent : sent.amount);
const keyOf = (sent: Sent): string => (typeof sent === 'number' ? randomUUID() : sent.key);

interface BalanceTraits extends Partial<Pick<Balance, 'state' | 'posted' | 'held' | 'currency'>> {
  readonly level?: VerifiedLevel | 'none';
  readonly phone?: string;
  readonly status?: CustomerStatus;
  readonly customerId?: string;
}

export type MoneyBench = ReturnType<typeof moneyBench>;

/** Tenants, purses and balances to move money between, and the operations that move it. */
export const moneyBench = (platform: TestPlatform) => {
  const store = dynamoBalanceStore(platform.table, pager(platform.secrets));
  const handlers = { load: wireLoad(platform), debit: wireDebit(platform), transfer: wireTransfer(platform) };

  const customer = async (tenant: TenantContext, traits: BalanceTraits = {}): Promise<string> => {
    const { level = 'full', phone = newPhone(), status } = traits;
    const declared = declareCustomer(platform.ids.next('cus', tenant), { ...profile, phone }, platform.clock.now());
    const known = level === 'none' ? declared : (raiseLevel(declared, level) ?? declared);
    const stored = { ...known, ...(status === undefined ? {} : { status }) };
    const { write } = dynamoCustomerStore(platform.table, pager(platform.secrets)).create(tenant, stored);
    await platform.table.transact([write], randomUUID());
    return stored.customerId;
  };

  const balance = async (tenant: TenantContext, traits: BalanceTraits = {}): Promise<string> => {
    const balanceId = platform.ids.next('bal', tenant);
    const customerId = traits.customerId ?? (await customer(tenant, traits));
    const account = { externalId: `acc_${balanceId}`, number: '4400112233' };
    const { currency = 'INR', posted = 0n, held = 0n, state = 'active' } = traits;
    const opened = openBalance({ balanceId, customerId, currency, account, level: 'full' }, platform.clock.now());
    const writes = store.create(tenant, { ...opened, posted, held, state });
    await platform.table.transact(
      writes.map(({ write }) => write),
      randomUUID(),
    );
    return balanceId;
  };

  const purse = async (tenant: TenantContext, available: bigint, currency: Currency = 'INR'): Promise<string> => {
    const partnerBalanceId = platform.ids.next('pbl', tenant);
    const value = { partnerBalanceId, kind: 'credit', currency, available, lowBalanceThreshold: 0n } as const;
    const item = partnerBalanceItem.encode(partnerKey(tenant, 'credit', currency), {
      ...value,
      createdAt: platform.clock.now(),
    });
    await platform.table.transact([{ kind: 'put', item }], randomUUID());
    return partnerBalanceId;
  };

  const recordsOf = async (resourceId: string): Promise<readonly Item[]> =>
    (await platform.items('record')).filter(({ pk }) => String(pk).endsWith(`#${resourceId}`));

  return {
    store,
    customer,
    balance,
    purse,
    recordsOf,
    /** A tenant whose credit purse holds an amount; 10 million rupees by default. */
    program: async (available = 1_000_000_000n, currency: Currency = 'INR'): Promise<TenantContext> => {
      const tenant = await tenantWithProgram(platform, currency);
      await purse(tenant, available, currency);
      return tenant;
    },
    purseOf: async (tenant: TenantContext, currency: Currency = 'INR'): Promise<bigint | undefined> => {
      const item = await platform.table.get(partnerKey(tenant, 'credit', currency));
      return item === undefined ? undefined : partnerBalanceItem.decode(item).available;
    },
    postedOf: async (tenant: TenantContext, balanceId: string) => (await store.find(tenant, balanceId))?.posted,
    load: (tenant: TenantContext, balanceId: string, sent: Sent) =>
      call(handlers.load, loadBalance, {
        as: { tenant },
        params: { balanceId },
        body: { amount: inr(amountOf(sent)), source: { type: 'program' } },
        idempotencyKey: keyOf(sent),
      }),
    debit: (tenant: TenantContext, balanceId: string, sent: Sent) =>
      call(handlers.debit, debitBalance, {
        as: { tenant },
        params: { balanceId },
        body: { amount: inr(amountOf(sent)), reason: 'Bus ticket' },
        idempotencyKey: keyOf(sent),
      }),
    transfer: (
      tenant: TenantContext,
      sent: { readonly from: string; readonly to: string; readonly amount: number },
      idempotencyKey: string = randomUUID(),
    ) =>
      call(handlers.transfer, transfer, {
        as: { tenant },
        body: { fromBalanceId: sent.from, to: { balanceId: sent.to }, amount: inr(sent.amount) },
        idempotencyKey,
      }),
  };
};
