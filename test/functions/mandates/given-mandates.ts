import { randomUUID } from 'node:crypto';
import type { HttpHandler } from '../../../functions/kernel/operation/http-operation.ts';
import { httpOperation } from '../../../functions/kernel/operation/http-operation.ts';
import type { OperationContext } from '../../../functions/kernel/operation/context.ts';
import { systemContexts } from '../../../functions/kernel/operation/system-context.ts';
import { taskOperation, timerOperation } from '../../../functions/kernel/operation/task-operation.ts';
import { recordItem, envelopeOf } from '../../../functions/kernel/events/record-item.ts';
import type { EventEnvelope } from '../../../functions/kernel/events/envelope.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { createMandate } from '../../../functions/mandates/create-mandate/declaration.ts';
import { createMandate as creating } from '../../../functions/mandates/create-mandate/operation.ts';
import { modifyMandate } from '../../../functions/mandates/modify-mandate/declaration.ts';
import { modifyMandate as modifying } from '../../../functions/mandates/modify-mandate/operation.ts';
import { pauseMandate } from '../../../functions/mandates/pause-mandate/declaration.ts';
import { pauseMandate as pausing } from '../../../functions/mandates/pause-mandate/operation.ts';
import { resumeMandate } from '../../../functions/mandates/resume-mandate/declaration.ts';
import { resumeMandate as resuming } from '../../../functions/mandates/resume-mandate/operation.ts';
import { withdrawMandate } from '../../../functions/mandates/withdraw-mandate/declaration.ts';
import { withdrawMandate as withdrawing } from '../../../functions/mandates/withdraw-mandate/operation.ts';
import { awaitAuthentication } from '../../../functions/mandates/await-authentication/declaration.ts';
import { awaitAuthentication as awaiting } from '../../../functions/mandates/await-authentication/operation.ts';
import { confirmToken } from '../../../functions/mandates/confirm-token/declaration.ts';
import { confirmToken as confirming } from '../../../functions/mandates/confirm-token/operation.ts';
import { refundAuthCharge } from '../../../functions/mandates/refund-auth-charge/declaration.ts';
import { refundAuthCharge as refunding } from '../../../functions/mandates/refund-auth-charge/operation.ts';
import { failMandate } from '../../../functions/mandates/fail-mandate/declaration.ts';
import { failMandate as failing } from '../../../functions/mandates/fail-mandate/operation.ts';
import { expireAuthentication } from '../../../functions/mandates/expire-authentication/declaration.ts';
import { expireAuthentication as expiringAuthentication } from '../../../functions/mandates/expire-authentication/operation.ts';
import { followMandate } from '../../../functions/mandates/follow-mandate/declaration.ts';
import { followMandate as following } from '../../../functions/mandates/follow-mandate/operation.ts';
import { expireMandate } from '../../../functions/mandates/expire-mandate/declaration.ts';
import { expireMandate as expiring } from '../../../functions/mandates/expire-mandate/operation.ts';
import { endMandatePause } from '../../../functions/mandates/end-mandate-pause/declaration.ts';
import { endMandatePause as endingPause } from '../../../functions/mandates/end-mandate-pause/operation.ts';
import { checkAuthChargeRefund } from '../../../functions/mandates/check-auth-charge-refund/declaration.ts';
import { checkAuthChargeRefund as checkingRefund } from '../../../functions/mandates/check-auth-charge-refund/operation.ts';
import { purgeMandate } from '../../../functions/mandates/purge-mandate/declaration.ts';
import { purgeMandate as purging } from '../../../functions/mandates/purge-mandate/operation.ts';
import { dynamoRegistrationWaiters } from '../../../functions/mandates/infrastructure/dynamo-registration-waiters.ts';
import type { Mandate } from '../../../functions/mandates/domain/mandate.ts';
import { mandateDependencies } from '../../../functions/mandates/wire-mandate-stores.ts';
import { mandateSignals } from '../../../functions/mandates/payment-signals.ts';
import type { OpenDebits } from '../../../functions/mandates/ports/open-debits.ts';
import type { PaymentHint } from '../../../functions/mandates/ports/payment-signals.ts';
import { ringingProvider } from '../../../functions/providers/unknown-statuses.ts';
import { localMeter } from '../../../local/meter.ts';
import { fakePaymentProvider } from '../../support/fake-payment-provider.ts';
import { call } from '../../support/http-call.ts';
import type { TestCaller } from '../../support/http-call.ts';
import { storeCustomer } from '../../support/stored-customer.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { startTestPlatform } from '../../support/test-platform.ts';
import { noContext } from '../../support/trigger.ts';

/** Terms that every method takes. */
export const terms = {
  method: 'card',
  amountRule: 'max',
  maxAmount: { amount: 5_000_00, currency: 'INR' },
  frequency: 'as_presented',
  category: 'standard',
  validFrom: '2026-11-21T00:00:00.000Z',
  validUntil: '2028-11-21T00:00:00.000Z',
  description: 'Monthly plan',
  notification: { channel: 'sms' },
} as const;

type Terms = Readonly<Record<string, unknown>>;

/** Debits that end with their mandate: a record each, in the mandate's own transaction. */
const recordingDebits = (platform: TestPlatform) => {
  const cancelled: { debitId: string; why: string }[] = [];
  const port: OpenDebits = {
    cancel: async ({ tenant }, debits, why) => {
      cancelled.push(...debits.map(({ debitId }) => ({ debitId, why })));
      const records = debits.map(({ debitId }) => ({
        resource: { type: 'debit', id: debitId },
        partition: `T#${tenant.tenantId}#DEBIT#${debitId}`,
        sequence: 2,
        type: 'debit.cancelled',
        data: { why },
      }));
      return { writes: [], records };
    },
  };
  return { cancelled, port, newId: (tenant: TenantContext) => platform.ids.next('dbt', tenant) };
};

/** Mandates of one tenant over a provider that does what the test says. */
export const startMandates = async () => {
  const meter = localMeter();
  const platform = { ...(await startTestPlatform()), meter };
  const tenant = await platform.tenant();
  const provider = fakePaymentProvider(platform.clock);
  const debits = recordingDebits(platform);
  const deps = mandateDependencies(platform, {
    payments: ringingProvider(provider, platform),
    openDebits: debits.port,
  });
  const registration = {
    ...deps,
    waiters: dynamoRegistrationWaiters(platform.table),
    workflows: platform.workflows,
  };
  const server: TestCaller = { tenant };
  const handlers = {
    create: httpOperation(createMandate, platform, creating(deps)),
    modify: httpOperation(modifyMandate, platform, modifying(deps)),
    pause: httpOperation(pauseMandate, platform, pausing(deps)),
    resume: httpOperation(resumeMandate, platform, resuming(deps)),
    withdraw: httpOperation(withdrawMandate, platform, withdrawing(deps)),
  } satisfies Record<string, HttpHandler>;
  const declarations = {
    create: createMandate,
    modify: modifyMandate,
    pause: pauseMandate,
    resume: resumeMandate,
    withdraw: withdrawMandate,
  };
  const ids = (mandateId: string) => ({ tenantId: tenant.tenantId, mandateId });
  const tasks = {
    awaitAuthentication: taskOperation(awaitAuthentication, platform, awaiting(registration)),
    confirmToken: taskOperation(confirmToken, platform, confirming(registration)),
    refundAuthCharge: taskOperation(refundAuthCharge, platform, refunding(registration)),
  };
  const failTask = taskOperation(failMandate, platform, failing(deps));
  const timers = {
    expireAuthentication: timerOperation(expireAuthentication, platform, expiringAuthentication(deps)),
    followMandate: timerOperation(followMandate, platform, following(deps)),
    expireMandate: timerOperation(expireMandate, platform, expiring(deps)),
    endMandatePause: timerOperation(endMandatePause, platform, endingPause(deps)),
    checkAuthChargeRefund: timerOperation(checkAuthChargeRefund, platform, checkingRefund(deps)),
    purgeMandate: timerOperation(purgeMandate, platform, purging(deps)),
  };
  const context = (): Promise<OperationContext> =>
    systemContexts(platform, 'processPaymentEvent')(tenant.tenantId, 'req-test');
  const signals = mandateSignals(deps);

  const stored = async (mandateId: string): Promise<Mandate> => {
    const mandate = await deps.mandates.find(tenant, mandateId);
    if (mandate === undefined) throw new Error(`no mandate ${mandateId}`);
    return mandate;
  };
  const orderOf = async (mandateId: string): Promise<string> => {
    const orderId = (await stored(mandateId)).openOperation?.orderId;
    if (orderId === undefined) throw new Error('no authentication is open');
    return orderId;
  };
  const customer = async (): Promise<string> => (await storeCustomer(platform, tenant)).customerId;
  const create = async (body: Terms = terms, customerId?: string, idempotencyKey = randomUUID()) =>
    call(handlers.create, createMandate, {
      as: server,
      params: { customerId: customerId ?? (await customer()) },
      body,
      idempotencyKey,
    });
  const requested = async (body: Terms = {}): Promise<string> => {
    const answer = await create({ ...terms, ...body });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return String(answer.body.mandateId);
  };
  const settle = async (mandateId: string, hint: PaymentHint) => signals.settle(await context(), mandateId, hint);
  const authenticated = async (
    mandateId: string,
    more: Parameters<typeof provider.authenticate>[2] = {},
  ): Promise<string> => {
    const orderId = await orderOf(mandateId);
    provider.authenticate(orderId, 'success', more);
    await settle(mandateId, { type: 'payment.captured', orderId });
    return orderId;
  };
  /** A mandate that is active, with its INR 1 refunded. */
  const active = async (body: Terms = {}): Promise<string> => {
    const mandateId = await requested(body);
    await authenticated(mandateId);
    return mandateId;
  };
  /** Open debits as the debits subdomain would note them. */
  const withDebits = async (mandateId: string, count: number, executing = false): Promise<readonly string[]> => {
    const mandate = await stored(mandateId);
    const made = Array.from({ length: count }, () => debits.newId(tenant));
    const changed = {
      ...mandate,
      openDebits: made.map((debitId) => ({ debitId, cycle: debitId })),
      executing: executing ? made[0] : undefined,
      sequence: mandate.sequence + 1,
    };
    await platform.table.transact([deps.mandates.replace(tenant, changed).write], randomUUID());
    return made;
  };
  const holder = async (mandateId: string): Promise<TestCaller> => ({
    customer: (await stored(mandateId)).customerId,
    of: tenant,
  });
  const act = async (
    action: 'modify' | 'pause' | 'resume' | 'withdraw',
    mandateId: string,
    { as = server, body, idempotencyKey }: { as?: TestCaller; body?: unknown; idempotencyKey?: string } = {},
  ) =>
    call(handlers[action], declarations[action], {
      as,
      surface: 'customer' in as ? 'customer' : 'secure',
      params: { mandateId },
      ...(body === undefined ? {} : { body }),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
  const fire = async (operation: keyof typeof timers, mandateId: string, more: Readonly<Record<string, string>> = {}) =>
    timers[operation]({ tenantId: tenant.tenantId, payload: { mandateId, ...more } }, noContext);
  const events = async (mandateId: string): Promise<readonly EventEnvelope[]> => {
    const items = await platform.items('record');
    return items
      .map((item) => envelopeOf(recordItem.decode(item)))
      .filter(({ data }) => data['mandateId'] === mandateId)
      .toSorted((left, right) => (left.id < right.id ? -1 : 1));
  };
  const typesOf = async (mandateId: string): Promise<readonly string[]> =>
    (await events(mandateId)).map(({ type }) => type);
  const timersOf = async (key: string): Promise<readonly string[]> =>
    (await platform.items('timer'))
      .filter((item) => item['key'] === key)
      .map((item) => String(item['operation']))
      .toSorted();
  return {
    platform,
    tenant,
    provider,
    debits,
    deps,
    server,
    handlers,
    registration,
    ids,
    context,
    stored,
    orderOf,
    customer,
    create,
    requested,
    settle,
    authenticated,
    active,
    withDebits,
    holder,
    act,
    fire,
    events,
    typesOf,
    timersOf,
    task: (name: keyof typeof tasks, mandateId: string, taskToken: string) =>
      tasks[name]({ ...ids(mandateId), taskToken }, noContext),
    fail: (mandateId: string, error: string) => failTask({ ...ids(mandateId), failure: { Error: error } }, noContext),
    counted: (name: string) => meter.counters.get(name) ?? 0,
    outcomes: () => meter.outcomes,
    stop: platform.stop,
  };
};

export type Mandates = Awaited<ReturnType<typeof startMandates>>;
