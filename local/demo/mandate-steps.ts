import * as z from 'zod';
import { inr, inWords } from './amounts.ts';
import { advanceTo, authenticate, debitNow, mandateNow, plan, planAndTell, requestMandate } from './mandate-calls.ts';
import type { DemoStep, Stage } from './stage.ts';
import { insist } from './stage.ts';

const messages = z.object({
  data: z.array(z.object({ data: z.object({ template: z.string(), message: z.object({ text: z.string() }) }) })),
});
const operation = z.object({ mandateOperationId: z.string(), status: z.string() });

const most = inr(20_000_00);
/** One paisa more than what is debited without asking (SH-02). */
const tooMuch = 15_000_01;

const request = (stage: Stage): DemoStep => ({
  title: 'A mandate on a card of another bank: asked for',
  run: async () => {
    const { mandateId, status, authentication } = await requestMandate(stage, { method: 'card', maxAmount: most });
    return `${mandateId}, up to ${inWords(most)}, ${status} by ${authentication.type}`;
  },
});

const registration = (stage: Stage): DemoStep => ({
  title: 'Its payer authenticates: registered, and the INR 1 goes back',
  run: async () => {
    await authenticate(stage);
    const { status, authCharge } = await mandateNow(stage);
    insist(status === 'active', `the mandate is ${status}`);
    insist(authCharge?.status === 'refunded', `the INR 1 is ${authCharge?.status ?? 'not there'}`);
    return `${status}; INR 1 ${authCharge?.status ?? ''} at ${authCharge?.refundedAt ?? ''}`;
  },
});

const notice = (stage: Stage): DemoStep => ({
  title: 'A debit is planned, and announced when its time comes',
  run: async () => {
    const { debitId, notifyAt, earliestDebitAt } = await plan(stage, 499_00);
    stage.leave('debitId', debitId);
    const happened = await advanceTo(stage, notifyAt);
    const { status, notice: sent } = await debitNow(stage, debitId);
    insist(status === 'notified', `the debit is ${status}`);
    const told = `${status} at ${sent?.deliveredAt ?? ''}, to be asked for from ${earliestDebitAt}`;
    return `${debitId}, clock to ${notifyAt}: ${happened}; ${told}`;
  },
});

const collection = (stage: Stage): DemoStep => ({
  title: 'Its wait is over: collected, and the customer is told',
  run: async () => {
    const debitId = stage.take('debitId');
    const { earliestDebitAt } = await debitNow(stage, debitId);
    const happened = await advanceTo(stage, earliestDebitAt);
    const { status, attempts } = await debitNow(stage, debitId);
    insist(status === 'succeeded' && attempts.length === 1, `the debit is ${status}`);
    const path = '/secure/events?limit=100&type=notification.sent';
    const { data } = await stage.api.call({ method: 'GET', path }, messages);
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
    const paid = await debitNow(stage, debitId);
    insist(paid.status === 'succeeded', `the debit is ${paid.status}`);
    return `${debitId} of ${inWords(inr(tooMuch))}, ${status}; authenticated: ${paid.status}`;
  },
});

const withdrawal = (stage: Stage): DemoStep => ({
  title: 'The mandate is withdrawn between notice and debit: the debit goes with it',
  run: async () => {
    const debitId = await planAndTell(stage, 499_00);
    const path = `/secure/mandates/${stage.take('mandateId')}/withdraw`;
    await stage.api.call({ method: 'POST', path, body: { reason: 'moved away' } }, operation);
    const { status, attempts } = await debitNow(stage, debitId);
    insist(status === 'cancelled' && attempts.length === 0, `the announced debit is ${status}`);
    await stage.platform.idle();
    const after = await mandateNow(stage);
    insist(after.status === 'cancelled', `the mandate is ${after.status}`);
    return `${after.status}; the debit ${debitId}, of which the payer was told, is ${status}`;
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
