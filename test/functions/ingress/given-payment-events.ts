import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { dynamoInboundStore } from '../../../functions/ingress/infrastructure/dynamo-inbound-store.ts';
import { processPaymentEvent as declaration } from '../../../functions/ingress/process-payment-event/declaration.ts';
import { processPaymentEvent } from '../../../functions/ingress/process-payment-event/operation.ts';
import { queueOperation } from '../../../functions/kernel/operation/queue-operation.ts';
import { systemContexts } from '../../../functions/kernel/operation/system-context.ts';
import { bindReference, findReferenceOwner } from '../../../functions/kernel/persistence/provider-reference.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import type { PaymentHint, PaymentSignals } from '../../../functions/mandates/ports/payment-signals.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { startTestPlatform } from '../../support/test-platform.ts';
import { deliver } from '../../support/trigger.ts';

/** What a subdomain heard. */
export interface Heard {
  readonly tenantId: string;
  readonly resourceId: string;
  readonly hint: PaymentHint;
}

/** A subdomain that goes one step when it first hears of a resource in a state, like a look at the provider. */
export const listening = () => {
  const heard: Heard[] = [];
  const answers: (Error | 'already' | 'not_allowed')[] = [];
  const signals: PaymentSignals = {
    settle: async ({ tenant }, resourceId, hint) => {
      const answer = answers.shift() ?? 'applied';
      if (answer instanceof Error) throw answer;
      heard.push({ tenantId: tenant.tenantId, resourceId, hint });
      return answer;
    },
  };
  return { heard, answers, signals };
};

export const accountOf = ({ tenantId }: TenantContext): string => tenantId.replace(/^ten_/u, 'acc_');

/** The worker over a subdomain that only listens. */
export const workerOf = (
  platform: TestPlatform,
  signals: PaymentSignals,
  accounts: (tenant: TenantContext) => Promise<string | undefined> = async (tenant) => accountOf(tenant),
) =>
  queueOperation(
    declaration,
    platform,
    processPaymentEvent({
      inbound: dynamoInboundStore(platform),
      signals,
      findOwner: (space, reference) => findReferenceOwner(platform.table, space, reference),
      accountOf: accounts,
      contextOf: systemContexts(platform, declaration.operationId),
      meter: platform.meter,
    }),
  );

type Worker = ReturnType<typeof workerOf>;

/** What the ingress puts on the queue for these bytes. */
export const queuedPayment = (body: string | Uint8Array, eventId: string = randomUUID()) => ({
  eventId,
  raw: Buffer.from(body).toString('base64'),
  receivedAt: '2026-11-22T06:30:00.000Z',
});

/** Delivers a body to the worker. @returns whether it was handled */
export const hear = (worker: Worker, body: unknown, eventId?: string): Promise<boolean> =>
  deliver(worker, queuedPayment(typeof body === 'string' ? body : JSON.stringify(body), eventId));

/** A webhook as the provider writes it. */
export const webhook = (
  event: string,
  payload: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>> = {},
) => ({
  entity: 'event',
  event,
  contains: Object.keys(payload),
  payload: Object.fromEntries(Object.entries(payload).map(([name, entity]) => [name, { entity }])),
  created_at: 1_795_317_000,
  ...more,
});

/** The webhook of a captured payment, as far as the worker reads it. */
export const captured = (orderId: string, more: Readonly<Record<string, unknown>> = {}) =>
  webhook('payment.captured', { payment: { id: 'pay_1', order_id: orderId, status: 'captured', ...more } });

/** Binds a provider's id to a resource of the tenant's. @returns both ids */
export const bound = async (
  platform: TestPlatform,
  tenant: TenantContext,
  {
    kind,
    prefix = 'mdt',
  }: { readonly kind: 'order' | 'pay' | 'token' | 'rfnd'; readonly prefix?: 'mdt' | 'dbt' | 'pmt' },
) => {
  const reference = `${kind}_${randomUUID().replaceAll('-', '').slice(0, 14)}`;
  const resourceId = platform.ids.next(prefix, tenant);
  await platform.table.transact([bindReference('payment', reference, { tenant, resourceId }).write], randomUUID());
  return { reference, resourceId };
};

/** A tenant, a subdomain that only listens, the worker over it, and what that has counted. */
const listeningWorker = async (platform: TestPlatform) => {
  const owner = listening();
  const counted: string[] = [];
  const meter = { ...platform.meter, count: (name: string) => void counted.push(name) };
  return { tenant: await platform.tenant(), owner, counted, worker: workerOf({ ...platform, meter }, owner.signals) };
};

interface GivenWorker {
  readonly platform: TestPlatform;
  readonly now: Awaited<ReturnType<typeof listeningWorker>>;
}

/** One platform for the tests of a file, and before each of them a worker of a tenant of its own. */
export const useWorker = (): GivenWorker => {
  let platform: TestPlatform | undefined;
  let now: GivenWorker['now'] | undefined;
  beforeAll(async () => {
    platform = await startTestPlatform();
  });
  afterAll(() => platform?.stop());
  beforeEach(async () => {
    now = platform === undefined ? undefined : await listeningWorker(platform);
  });
  const ready = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new Error('no test is running');
    return value;
  };
  return {
    get platform() {
      return ready(platform);
    },
    get now() {
      return ready(now);
    },
  };
};

/** What is kept of a delivery, wherever it was laid to. */
export const keptAs = async (platform: TestPlatform, eventId: string) =>
  (await platform.items('inbound_event')).filter((item) => item['deliveredAs'] === eventId);
