import { randomUUID } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import { createDebit } from '../../../functions/debits/create-debit/declaration.ts';
import { createDebit as creating } from '../../../functions/debits/create-debit/operation.ts';
import type { Debiting } from '../../../functions/debits/debiting.ts';
import type { Debit } from '../../../functions/debits/domain/debit.ts';
import { skipDebit } from '../../../functions/debits/skip-debit/declaration.ts';
import { wire as wireSkipDebit } from '../../../functions/debits/skip-debit/handler.ts';
import { checkNotice, requestNotice } from '../../../functions/debits/notifying.ts';
import { expirePayment } from '../../../functions/debits/on-session.ts';
import { debitSignals } from '../../../functions/debits/payment-signals.ts';
import { resolveAttempt } from '../../../functions/debits/resolving.ts';
import { submitDebit } from '../../../functions/debits/submitting.ts';
import { wireDebiting } from '../../../functions/debits/wire-debiting.ts';
import { recordItem } from '../../../functions/kernel/events/record-item.ts';
import type { CounterName } from '../../../functions/kernel/observability/meter.ts';
import type { OperationContext } from '../../../functions/kernel/operation/context.ts';
import { httpOperation } from '../../../functions/kernel/operation/http-operation.ts';
import { systemContexts } from '../../../functions/kernel/operation/system-context.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { timerItem } from '../../../functions/kernel/timers/timer-item.ts';
import { pager } from '../../../functions/kernel/persistence/page.ts';
import type { Mandate } from '../../../functions/mandates/domain/mandate.ts';
import { dynamoMandateStore } from '../../../functions/mandates/infrastructure/dynamo-mandate-store.ts';
import { ringingProvider } from '../../../functions/providers/unknown-statuses.ts';
import type { FakePaymentProvider } from '../../support/fake-payment-provider.ts';
import { fakePaymentProvider } from '../../support/fake-payment-provider.ts';
import { call } from '../../support/http-call.ts';
import { storeCustomer, tenantWithProgram } from '../../support/stored-customer.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { startTestPlatform } from '../../support/test-platform.ts';

const inr = (minor: number) => ({ minor: BigInt(minor), currency: 'INR' as const });

/** A debit's world: an active mandate of a customer, a provider that does what the test says, and the clock. */
export interface DebitBench {
  readonly platform: TestPlatform;
  readonly provider: FakePaymentProvider;
  readonly deps: Debiting;
  readonly tenant: TenantContext;
  stop(): Promise<void>;
  context(tenant?: TenantContext): Promise<OperationContext>;
  mandate(traits?: Partial<Mandate>): Promise<Mandate>;
  mandateNow(mandateId: string): Promise<Mandate>;
  changeMandate(mandateId: string, change: Partial<Mandate>): Promise<Mandate>;
  create(
    mandateId: string,
    wish?: { amount?: number; currency?: string; dueAt?: string; key?: string },
  ): ReturnType<typeof call>;
  /** A debit of INR 499 that is scheduled. */
  scheduled(mandate?: Mandate): Promise<string>;
  /** The same with a delivered notice. */
  notified(mandate?: Mandate): Promise<string>;
  skip(debit: Debit): ReturnType<typeof call>;
  now(debitId: string): Promise<Debit>;
  /** Moves the clock to the debit's next instant. */
  until(at: Temporal.Instant | undefined): void;
  request(debitId: string): Promise<void>;
  check(debitId: string): Promise<void>;
  submit(debitId: string): Promise<void>;
  resolve(debitId: string): Promise<void>;
  expire(paymentId: string): Promise<void>;
  hint(resourceId: string, type?: string): Promise<string>;
  eventsOf(resourceId: string): Promise<readonly string[]>;
  dataOf(resourceId: string): Promise<readonly Record<string, unknown>[]>;
  timersOf(key: string): Promise<readonly string[]>;
  messages(customerId: string): Promise<readonly { template: string; channel: string }[]>;
  asked(): number;
  /** How often something was counted that rings. */
  counted(name: CounterName): number;
}

export const startDebitBench = async (using?: {
  platform?: TestPlatform;
  at?: (platform: TestPlatform) => TestPlatform;
}): Promise<DebitBench> => {
  const platform = using?.platform ?? (await startTestPlatform());
  const counters = new Map<CounterName, number>();
  const count = (name: CounterName, amount: number): void =>
    void counters.set(name, (counters.get(name) ?? 0) + amount);
  const provider = fakePaymentProvider(platform.clock);
  const given = using?.at?.(platform) ?? platform;
  const wired = { ...given, meter: { ...given.meter, count } };
  const deps = wireDebiting(wired, ringingProvider(provider, wired));
  const tenant = await tenantWithProgram(platform);
  const create = httpOperation(createDebit, platform, creating(deps));
  const skip = wireSkipDebit(platform);
  const contexts = systemContexts(platform, 'debits');
  const context = (of = tenant) => contexts(of.tenantId, 'req_test');
  const found = async (debitId: string): Promise<Debit> => {
    const debit = await deps.debits.find(tenant, debitId);
    if (debit === undefined) throw new Error(`no debit ${debitId}`);
    return debit;
  };
  const mandateNow = async (mandateId: string): Promise<Mandate> => {
    const mandate = await deps.mandates.find(tenant, mandateId);
    if (mandate === undefined) throw new Error(`no mandate ${mandateId}`);
    return mandate;
  };
  const records = async (resourceId: string) =>
    (await platform.items('record'))
      .map((item) => recordItem.decode(item))
      .filter((one) => one.resourceId === resourceId);
  const inOrder = async (resourceId: string) => (await records(resourceId)).sort((a, b) => a.sequence - b.sequence);
  const makeMandate = async (traits: Partial<Mandate> = {}): Promise<Mandate> => {
    const customer = await storeCustomer(platform, tenant);
    const now = platform.clock.now();
    const mandate: Mandate = {
      mandateId: platform.ids.next('mdt', tenant),
      customerId: customer.customerId,
      method: 'upi',
      status: 'active',
      amountRule: 'max',
      maxAmount: inr(50_000_00),
      limitKind: 'hard',
      frequency: 'as_presented',
      category: 'standard',
      validFrom: now.subtract({ hours: 24 }),
      validUntil: now.add({ hours: 24 * 365 }),
      description: 'Monthly plan',
      notification: { channel: 'sms' },
      disclosureVersion: '2026-04',
      remote: { customerId: 'cust_1', tokenId: 'token_1', bank: 'HDFC', app: 'bhim' },
      authCharge: {
        authChargeId: platform.ids.next('ach', tenant),
        purpose: 'create',
        amount: inr(100),
        status: 'refunded',
        paymentId: 'pay_0',
        capturedAt: now,
        refunds: 1,
        sequence: 1,
      },
      otherCharges: [],
      pastOrders: [],
      tokensToCancel: [],
      openDebits: [],
      usedCycles: [],
      createdAt: now,
      sequence: 1,
      ...traits,
    };
    const { write } = dynamoMandateStore(platform.table, pager(platform.secrets)).create(tenant, mandate);
    await platform.table.transact([write], randomUUID());
    return mandate;
  };
  const createOf: DebitBench['create'] = (mandateId, { amount = 499_00, currency = 'INR', dueAt, key } = {}) =>
    call(create, createDebit, {
      as: { tenant },
      params: { mandateId },
      body: {
        amount: { amount, currency },
        dueAt: dueAt ?? platform.clock.now().add({ hours: 30 }).toString(),
        reference: 'INV-1',
        reason: 'Monthly plan',
      },
      ...(key === undefined ? {} : { idempotencyKey: key }),
    });
  const until = (at: Temporal.Instant | undefined): void => {
    if (at === undefined) throw new Error('there is no instant to wait for');
    const ms = at.epochMilliseconds - platform.clock.now().epochMilliseconds;
    if (ms > 0) platform.clock.advance({ milliseconds: ms });
  };
  const scheduled = async (mandate?: Mandate): Promise<string> => {
    const { mandateId } = mandate ?? (await makeMandate());
    const { status, body } = await createOf(mandateId);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return String(body.debitId);
  };
  return {
    platform,
    provider,
    deps,
    tenant,
    stop: () => platform.stop(),
    context,
    mandate: makeMandate,
    mandateNow,
    changeMandate: async (mandateId, change) => {
      const before = await mandateNow(mandateId);
      const after = { ...before, ...change, sequence: before.sequence + 1 };
      await platform.table.transact([deps.mandates.replace(tenant, after).write], randomUUID());
      return after;
    },
    create: createOf,
    scheduled,
    notified: async (mandate) => {
      const debitId = await scheduled(mandate);
      until((await found(debitId)).notifyAt);
      provider.noticesAre('delivered');
      await requestNotice(deps, await context(), debitId);
      await checkNotice(deps, await context(), debitId);
      return debitId;
    },
    skip: (debit) =>
      call(skip, skipDebit, {
        as: { customer: debit.customerId, of: tenant },
        surface: 'customer',
        params: { debitId: debit.debitId },
      }),
    now: found,
    until,
    request: async (debitId) => requestNotice(deps, await context(), debitId),
    check: async (debitId) => checkNotice(deps, await context(), debitId),
    submit: async (debitId) => submitDebit(deps, await context(), debitId),
    resolve: async (debitId) => resolveAttempt(deps, await context(), debitId),
    expire: async (paymentId) => expirePayment(deps, await context(), paymentId),
    hint: async (resourceId, type = 'payment.captured') =>
      debitSignals(deps).settle(await context(), resourceId, { type }),
    eventsOf: async (resourceId) => (await inOrder(resourceId)).map(({ type }) => type),
    dataOf: async (resourceId) =>
      (await inOrder(resourceId)).map(({ data }) => JSON.parse(data) as Record<string, unknown>),
    timersOf: async (key) =>
      (await platform.items('timer'))
        .map((item) => timerItem.decode(item))
        .filter((timer) => timer.key === key)
        .map(({ operation }) => operation),
    messages: async (customerId) =>
      (await platform.items('notification'))
        .filter((item) => item['customerId'] === customerId)
        .map(({ template, channel }) => ({ template: String(template), channel: String(channel) })),
    counted: (name) => counters.get(name) ?? 0,
    asked: () => provider.calls.filter(({ step }) => step === 'debit').length,
  };
};
