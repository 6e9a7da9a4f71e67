import { expect } from 'vitest';
import * as z from 'zod';
import type { JourneyPlatform } from '../platform.ts';
import type { NewTenant, TenantTraits } from './actors.ts';
import { newCustomer, newTenant } from './actors.ts';
import type { Answer, Caller } from './caller.ts';
import { answered } from './caller.ts';
import { eventually } from './eventually.ts';
import { inr } from './money.ts';
import { pairedPhone } from './phone.ts';

/** A customer who pays from a card or a UPI account somewhere else, with a phone, at a tenant of its own. */
export interface Payer extends NewTenant {
  readonly customerId: string;
  /** The customer's app, in a session. */
  readonly me: Caller;
}

/** @param name of the tenant, whose brand it is as well */
export const payerOf = async (platform: JourneyPlatform, name: string, traits?: TenantTraits): Promise<Payer> => {
  const tenant = await newTenant(platform, name, traits);
  const customerId = await newCustomer(tenant.backend, 'Nandini');
  const phone = await pairedPhone(platform, tenant.backend, { customerId });
  return { ...tenant, customerId, me: await phone.open() };
};

const hourMs = 3_600_000;
const yearMs = 365 * 24 * hourMs;

const clock = z.object({ now: z.iso.datetime() });

/** What the tenant's clock shows after so many hours, RFC 3339. */
export const inHours = async ({ backend }: Pick<Payer, 'backend'>, hours: number): Promise<string> => {
  const { now } = answered(await backend.get('/sandbox/clock'), 200, clock);
  return new Date(Date.parse(now) + hours * hourMs).toISOString();
};

const authentication = z.looseObject({
  type: z.enum(['redirect', 'upi_intent']),
  url: z.string().min(8),
  expiresAt: z.iso.datetime(),
});

const requested = z.looseObject({
  mandateId: z.string().startsWith('mdt_'),
  status: z.literal('pending_authentication'),
  authentication,
});

/** Terms of a mandate for whatever is asked for, up to INR 20,000. */
export const mandateTerms = (change: Readonly<Record<string, unknown>> = {}) => ({
  method: 'card',
  amountRule: 'max',
  maxAmount: inr(20_000_00),
  frequency: 'as_presented',
  category: 'standard',
  validFrom: new Date(Date.now()).toISOString(),
  validUntil: new Date(Date.now() + yearMs).toISOString(),
  description: 'Broadband',
  notification: { channel: 'sms' },
  ...change,
});

/** Asks the customer for a mandate. */
export const askForMandate = async (
  { backend, customerId }: Payer,
  change: Readonly<Record<string, unknown>> = {},
): Promise<z.output<typeof requested>> =>
  answered(await backend.post(`/secure/customers/${customerId}/mandates`, mandateTerms(change)), 201, requested);

export const shownMandate = z.looseObject({
  mandateId: z.string(),
  status: z.string(),
  authCharge: z
    .looseObject({
      amount: z.object({ amount: z.int(), currency: z.literal('INR') }),
      status: z.string(),
      refundedAt: z.iso.datetime().optional(),
    })
    .optional(),
  openOperation: z.looseObject({ mandateOperationId: z.string(), type: z.string(), status: z.string() }).optional(),
});

export type ShownMandate = z.output<typeof shownMandate>;

export const mandateOf = async ({ backend }: Payer, mandateId: string): Promise<ShownMandate> =>
  answered(await backend.get(`/secure/mandates/${mandateId}`), 200, shownMandate);

/** Asks for something until it is so; a failure shows how it was last. */
const onceSo = async <Shown>(look: () => Promise<Shown>, isSo: (shown: Shown) => boolean): Promise<Shown> => {
  let last: Shown | undefined;
  const found = eventually('the awaited state', async () => {
    last = await look();
    return isSo(last) ? last : undefined;
  });
  return found.catch((error: unknown) => {
    throw new Error(`it stayed ${JSON.stringify(last)}`, { cause: error });
  });
};

/** Asks for a mandate until it stands so: what the provider tells comes after it happened. */
export const mandateOnce = (
  payer: Payer,
  mandateId: string,
  isSo: (mandate: ShownMandate) => boolean,
): Promise<ShownMandate> => onceSo(() => mandateOf(payer, mandateId), isSo);

const played = z.looseObject({ mandateId: z.string(), outcome: z.string() });

/** The payer at the bank's page or in the UPI app. */
export const authenticate = async (
  { backend }: Payer,
  mandateId: string,
  outcome: 'success' | 'failure' | 'abandoned' = 'success',
): Promise<void> => {
  const answer = await backend.post(`/sandbox/mandates/${mandateId}/afa`, { outcome });
  expect(answered(answer, 201, played)).toMatchObject({ mandateId, outcome });
};

/** A mandate that its payer has agreed to, and whose INR 1 is back. */
export const activeMandate = async (
  payer: Payer,
  change: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly mandateId: string }> => {
  const { mandateId } = await askForMandate(payer, change);
  await authenticate(payer, mandateId);
  await mandateOnce(
    payer,
    mandateId,
    ({ status, authCharge }) => status === 'active' && authCharge?.status === 'refunded',
  );
  return { mandateId };
};

export const mandateOperation = z.looseObject({
  mandateOperationId: z.string().startsWith('mop_'),
  type: z.string(),
  status: z.string(),
  authentication: authentication.optional(),
});

export const shownDebit = z.looseObject({
  debitId: z.string().startsWith('dbt_'),
  status: z.string(),
  amount: z.object({ amount: z.int(), currency: z.literal('INR') }),
  notifyAt: z.iso.datetime(),
  earliestDebitAt: z.iso.datetime(),
  requiresAuthentication: z.boolean(),
  notice: z
    .looseObject({
      status: z.string(),
      sentAt: z.iso.datetime().optional(),
      deliveredAt: z.iso.datetime().optional(),
    })
    .optional(),
  attempts: z.array(z.looseObject({ status: z.string(), at: z.iso.datetime(), reason: z.string().optional() })),
  succeededAt: z.iso.datetime().optional(),
});

export type ShownDebit = z.output<typeof shownDebit>;

/** Orders a debit. @param order amount in minor units; hours from now on the tenant's clock */
export const orderDebit = async (
  { backend, ...payer }: Payer,
  mandateId: string,
  { amount, hours = 72 }: { readonly amount: number; readonly hours?: number },
): Promise<Answer> => {
  const dueAt = await inHours({ backend, ...payer }, hours);
  const body = {
    amount: inr(amount),
    dueAt,
    reference: `bill-${crypto.randomUUID().slice(0, 8)}`,
    reason: 'Broadband',
  };
  return backend.post(`/secure/mandates/${mandateId}/debits`, body);
};

/** Orders a debit that is planned, or asks for an authentication. */
export const plannedDebit = async (
  payer: Payer,
  mandateId: string,
  order: { readonly amount: number; readonly hours?: number },
): Promise<ShownDebit> => answered(await orderDebit(payer, mandateId, order), 201, shownDebit);

export const debitOf = async ({ backend }: Payer, debitId: string): Promise<ShownDebit> =>
  answered(await backend.get(`/secure/debits/${debitId}`), 200, shownDebit);

export const debitOnce = (payer: Payer, debitId: string, ...statuses: readonly string[]): Promise<ShownDebit> =>
  onceSo(
    () => debitOf(payer, debitId),
    ({ status }) => statuses.includes(status),
  );

const advanced = z.strictObject({
  now: z.iso.datetime(),
  happened: z.array(z.strictObject({ at: z.iso.datetime(), operation: z.string(), resource: z.string() })),
  complete: z.boolean(),
});

export type Happened = z.output<typeof advanced>['happened'];

/** Moves the tenant's clock to an instant, in as many calls as it takes. @returns what happened, in order */
export const advanceTo = async ({ backend }: Pick<Payer, 'backend'>, to: string): Promise<Happened> => {
  const happened: Happened[number][] = [];
  for (;;) {
    const step = answered(await backend.post('/sandbox/clock/advance', { to }), 200, advanced);
    happened.push(...step.happened);
    if (step.complete) {
      expect(Date.parse(step.now)).toBeGreaterThanOrEqual(Date.parse(to));
      expect(happened.map(({ at }) => at)).toEqual(happened.map(({ at }) => at).toSorted());
      return happened;
    }
  }
};

/** The same by hours. */
export const advanceHours = async (payer: Pick<Payer, 'backend'>, hours: number): Promise<Happened> =>
  advanceTo(payer, await inHours(payer, hours));

const events = z.object({
  data: z.array(
    z.looseObject({
      type: z.string(),
      resource: z.object({ type: z.string(), id: z.string() }),
      data: z.looseObject({}),
    }),
  ),
});

export type ShownEvent = z.output<typeof events>['data'][number];

/** The tenant's newest events of a kind, oldest first. @param type such as `debit.*` */
export const eventsOf = async ({ backend }: Pick<Payer, 'backend'>, type: string): Promise<readonly ShownEvent[]> => {
  const { data } = answered(await backend.get(`/secure/events?limit=100&type=${type}`), 200, events);
  return data.toReversed();
};

/** Types of what happened to one thing, oldest first, once the last of them is there. */
export const storyOf = (
  payer: Pick<Payer, 'backend'>,
  resource: { readonly kind: string; readonly id: string },
  last: string,
): Promise<readonly string[]> =>
  onceSo(
    async () =>
      (await eventsOf(payer, `${resource.kind}.*`))
        .filter((event) => event.resource.id === resource.id)
        .map(({ type }) => type),
    (types) => types.includes(last),
  );
