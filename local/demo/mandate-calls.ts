import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { inr } from './amounts.ts';
import type { Stage } from './stage.ts';
import { insist } from './stage.ts';

const asked = z.object({
  mandateId: z.string(),
  status: z.string(),
  authentication: z.object({ type: z.string(), expiresAt: z.string() }),
});
const mandate = z.object({
  status: z.string(),
  authCharge: z.object({ status: z.string(), refundedAt: z.string().optional() }).optional(),
});
const debit = z.object({
  debitId: z.string(),
  status: z.string(),
  notifyAt: z.string(),
  earliestDebitAt: z.string(),
  notice: z.object({ status: z.string(), deliveredAt: z.string().optional() }).optional(),
  attempts: z.array(z.object({ status: z.string(), at: z.string() })),
});
const authenticated = z.object({ outcome: z.string() });
const clock = z.object({ now: z.string() });
const advanced = z.object({
  now: z.string(),
  happened: z.array(z.object({ operation: z.string() })),
  complete: z.boolean(),
});

/** The tenant's time after a while, RFC 3339. */
export const inMinutes = async ({ api }: Stage, minutes: number): Promise<string> => {
  const { now } = await api.call({ method: 'GET', path: '/sandbox/clock' }, clock);
  return Temporal.Instant.from(now).add({ minutes }).toString({ smallestUnit: 'millisecond' });
};

export const inDays = (stage: Stage, days: number): Promise<string> => inMinutes(stage, 24 * 60 * days);

/** @returns the operations that the clock set off, in order */
export const advanceTo = async (stage: Stage, to: string): Promise<string> => {
  const call = { method: 'POST', path: '/sandbox/clock/advance', body: { to } } as const;
  const { happened, complete } = await stage.api.call(call, advanced);
  insist(complete, 'the clock did not get there in one go');
  await stage.platform.idle();
  return happened.map((each) => each.operation).join(', ');
};

/** Asks the customer at hand for a mandate and leaves its id. */
export const requestMandate = async (
  stage: Stage,
  terms: Readonly<Record<string, unknown>>,
): Promise<z.output<typeof asked>> => {
  const body = {
    ...{ amountRule: 'max', frequency: 'as_presented', category: 'standard', description: 'Broadband' },
    ...{ validFrom: await inDays(stage, 0), validUntil: await inDays(stage, 365) },
    notification: { channel: 'sms' },
    ...terms,
  };
  const path = `/secure/customers/${stage.take('customerId')}/mandates`;
  const requested = await stage.api.call({ method: 'POST', path, body }, asked);
  stage.leave('mandateId', requested.mandateId);
  return requested;
};

/** The payer at the bank's page or in the UPI app. */
export const authenticate = async (stage: Stage): Promise<void> => {
  const path = `/sandbox/mandates/${stage.take('mandateId')}/afa`;
  await stage.api.call({ method: 'POST', path, body: { outcome: 'success' } }, authenticated);
  await stage.platform.idle();
};

export const mandateNow = (stage: Stage): Promise<z.output<typeof mandate>> =>
  stage.api.call({ method: 'GET', path: `/secure/mandates/${stage.take('mandateId')}` }, mandate);

export const debitNow = ({ api }: Stage, debitId: string): Promise<z.output<typeof debit>> =>
  api.call({ method: 'GET', path: `/secure/debits/${debitId}` }, debit);

/** Plans a debit that is wanted in three days. @param amount minor units */
export const plan = async (stage: Stage, amount: number): Promise<z.output<typeof debit>> => {
  const path = `/secure/mandates/${stage.take('mandateId')}/debits`;
  const body = { amount: inr(amount), dueAt: await inDays(stage, 3), reference: 'bill-11', reason: 'Broadband' };
  return stage.api.call({ method: 'POST', path, body }, debit);
};

/** Plans a debit and lets the time of its notice come. @returns its id */
export const planAndTell = async (stage: Stage, amount: number): Promise<string> => {
  const { debitId, notifyAt } = await plan(stage, amount);
  await advanceTo(stage, notifyAt);
  const { status } = await debitNow(stage, debitId);
  insist(status === 'notified', `the debit is ${status}`);
  return debitId;
};
