import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { inr, inWords } from './amounts.ts';
import type { DemoStep, Stage } from './stage.ts';
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
const authenticated = z.object({ outcome: z.string() });
const debit = z.object({
  debitId: z.string(),
  status: z.string(),
  notifyAt: z.string(),
  earliestDebitAt: z.string(),
  notice: z.object({ status: z.string(), deliveredAt: z.string().optional() }).optional(),
  attempts: z.array(z.object({ status: z.string(), at: z.string() })),
});
const clock = z.object({ now: z.string() });
const advanced = z.object({
  now: z.string(),
  happened: z.array(z.object({ operation: z.string() })),
  complete: z.boolean(),
});
const messages = z.object({
  data: z.array(z.object({ data: z.object({ template: z.string(), message: z.object({ text: z.string() }) }) })),
});
const operation = z.object({ mandateOperationId: z.string(), status: z.string() });

const most = inr(20_000_00);
/** One paisa more than what is debited without asking (SH-02). */
const tooMuch = inr(15_000_01);

const inDays = async ({ api }: Stage, days: number): Promise<string> => {
  const { now } = await api.call({ method: 'GET', path: '/sandbox/clock' }, clock);
  return Temporal.Instant.from(now)
    .add({ hours: 24 * days })
    .toString({ smallestUnit: 'millisecond' });
};

/** @returns the operations that the clock set off, in order */
const advanceTo = async (stage: Stage, to: string): Promise<string> => {
  const call = { method: 'POST', path: '/sandbox/clock/advance', body: { to } } as const;
  const { happened, complete } = await stage.api.call(call, advanced);
  insist(complete, 'the clock did not get there in one go');
  await stage.platform.idle();
  return happened.map((each) => each.operation).join(', ');
};

const authenticate = async (stage: Stage): Promise<void> => {
  const path = `/sandbox/mandates/${stage.take('mandateId')}/afa`;
  await stage.api.call({ method: 'POST', path, body: { outcome: 'success' } }, authenticated);
  await stage.platform.idle();
};

const shown = <Answer extends z.ZodType>({ api }: Stage, path: string, answer: Answer): Promise<z.output<Answer>> =>
  api.call({ method: 'GET', path: `/secure${path}` }, answer);

const plan = async (stage: Stage, amount: typeof most): Promise<z.output<typeof debit>> => {
  const path = `/secure/mandates/${stage.take('mandateId')}/debits`;
  const body = { amount, dueAt: await inDays(stage, 3), reference: 'bill-11', reason: 'Broadband' };
  return stage.api.call({ method: 'POST', path, body }, debit);
};

const request = (stage: Stage): DemoStep => ({
  title: 'A mandate on a card of another bank: asked for',
  run: async () => {
    const body = {
      ...{ method: 'card', amountRule: 'max', maxAmount: most, frequency: 'as_presented', category: 'standard' },
      ...{ validFrom: await inDays(stage, 0), validUntil: await inDays(stage, 365), description: 'Broadband' },
      notification: { channel: 'sms' },
    };
    const path = `/secure/customers/${stage.take('customerId')}/mandates`;
    const { mandateId, status, authentication } = await stage.api.call({ method: 'POST', path, body }, asked);
    stage.leave('mandateId', mandateId);
    return `${mandateId}, up to ${inWords(most)}, ${status} by ${authentication.type}`;
  },
});

const registration = (stage: Stage): DemoStep => ({
  title: 'Its payer authenticates: registered, and the INR 1 goes back',
  run: async () => {
    await authenticate(stage);
    const { status, authCharge } = await shown(stage, `/mandates/${stage.take('mandateId')}`, mandate);
    insist(status === 'active', `the mandate is ${status}`);
    insist(authCharge?.status === 'refunded', `the INR 1 is ${authCharge?.status ?? 'not there'}`);
    return `${status}; INR 1 ${authCharge?.status ?? ''} at ${authCharge?.refundedAt ?? ''}`;
  },
});

const notice = (stage: Stage): DemoStep => ({
  title: 'A debit is planned, and announced when its time comes',
  run: async () => {
    const { debitId, notifyAt, earliestDebitAt } = await plan(stage, inr(499_00));
    stage.leave('debitId', debitId);
    const happened = await advanceTo(stage, notifyAt);
    const { status, notice: sent } = await shown(stage, `/debits/${debitId}`, debit);
    insist(status === 'notified', `the debit is ${status}`);
    const told = `${status} at ${sent?.deliveredAt ?? ''}, to be asked for from ${earliestDebitAt}`;
    return `${debitId}, clock to ${notifyAt}: ${happened}; ${told}`;
  },
});

const collection = (stage: Stage): DemoStep => ({
  title: 'Its wait is over: collected, and the customer is told',
  run: async () => {
    const path = `/debits/${stage.take('debitId')}`;
    const { earliestDebitAt } = await shown(stage, path, debit);
    const happened = await advanceTo(stage, earliestDebitAt);
    const { status, attempts } = await shown(stage, path, debit);
    insist(status === 'succeeded' && attempts.length === 1, `the debit is ${status}`);
    const { data } = await shown(stage, '/events?limit=100&type=notification.sent', messages);
    const sms = data.find((each) => each.data.template === 'post_debit')?.data.message.text;
    insist(sms !== undefined, 'nobody told the customer');
    return `${happened}; ${status} at ${attempts[0]?.at ?? ''}\n    SMS: ${sms ?? ''}`;
  },
});

const above = (stage: Stage): DemoStep => ({
  title: 'One paisa above what needs no authentication: the payer is asked',
  run: async () => {
    const { debitId, status } = await plan(stage, tooMuch);
    insist(status === 'requires_authentication', `the debit is ${status}`);
    await authenticate(stage);
    const paid = await shown(stage, `/debits/${debitId}`, debit);
    insist(paid.status === 'succeeded', `the debit is ${paid.status}`);
    return `${debitId} of ${inWords(tooMuch)}, ${status}; authenticated: ${paid.status}`;
  },
});

const withdrawal = (stage: Stage): DemoStep => ({
  title: 'The mandate is withdrawn: its open debit goes with it',
  run: async () => {
    const { debitId } = await plan(stage, inr(499_00));
    const path = `/mandates/${stage.take('mandateId')}`;
    const call = { method: 'POST', path: `/secure${path}/withdraw`, body: { reason: 'moved away' } } as const;
    await stage.api.call(call, operation);
    const { status } = await shown(stage, `/debits/${debitId}`, debit);
    insist(status === 'cancelled', `the open debit is ${status}`);
    await stage.platform.idle();
    const after = await shown(stage, path, mandate);
    insist(after.status === 'cancelled', `the mandate is ${after.status}`);
    return `${after.status}; the debit ${debitId} is ${status}`;
  },
});

/** Money from a card that is not ours: agreed to once, announced each time, collected without asking again. */
export const mandates = (stage: Stage): readonly DemoStep[] => [
  request(stage),
  registration(stage),
  notice(stage),
  collection(stage),
  above(stage),
  withdrawal(stage),
];
