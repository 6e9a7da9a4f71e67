import * as z from 'zod';
import { inr, inWords } from './amounts.ts';
import {
  advanceTo,
  authenticate,
  debitNow,
  inDays,
  inMinutes,
  mandateNow,
  planAndTell,
  requestMandate,
} from './mandate-calls.ts';
import type { DemoStep, Stage } from './stage.ts';
import { insist } from './stage.ts';

const faults = z.object({ rate: z.number() });
const skipped = z.object({ status: z.string() });

const most = inr(5_000_00);

const setFaults = async ({ api }: Stage, kinds: readonly string[]): Promise<void> => {
  const body = { provider: 'payment', rate: kinds.length === 0 ? 0 : 1, kinds };
  await api.call({ method: 'PUT', path: '/sandbox/faults', body }, faults);
};

const request = (stage: Stage): DemoStep => ({
  title: 'A mandate on UPI: asked for on the phone',
  run: async () => {
    const { mandateId, status, authentication } = await requestMandate(stage, { method: 'upi', maxAmount: most });
    insist(authentication.type === 'upi_intent', `the payer is asked by ${authentication.type}`);
    return `${mandateId}, up to ${inWords(most)}, ${status} by ${authentication.type}`;
  },
});

const lost = (stage: Stage): DemoStep => ({
  title: 'Approved there, but the provider’s webhooks are lost',
  run: async () => {
    await setFaults(stage, ['drop']);
    await authenticate(stage);
    await setFaults(stage, []);
    // A word that is younger than two minutes may still be on its way: nobody looks for it yet.
    await advanceTo(stage, await inMinutes(stage, 5));
    const { status } = await mandateNow(stage);
    insist(status === 'pending_authentication', `the mandate is ${status}`);
    return `five minutes later it is ${status}`;
  },
});

const found = (stage: Stage): DemoStep => ({
  title: 'The poller finds what nobody told',
  run: async () => {
    await stage.platform.runScheduled('pollPayments');
    await stage.platform.idle();
    const { status, authCharge } = await mandateNow(stage);
    insist(status === 'active', `the mandate is ${status}`);
    insist(authCharge?.status === 'refunded', `the INR 1 is ${authCharge?.status ?? 'not there'}`);
    return `${status}; INR 1 ${authCharge?.status ?? ''}`;
  },
});

const skip = (stage: Stage): DemoStep => ({
  title: 'In the app the customer skips a debit that was announced',
  run: async () => {
    const debitId = await planAndTell(stage, 499_00);
    const path = `/customers/me/debits/${debitId}/skip`;
    const { status } = await stage.take('app').api.call({ method: 'POST', path }, skipped);
    insist(status === 'opted_out', `the debit is ${status}`);
    await advanceTo(stage, await inDays(stage, 4));
    const { attempts } = await debitNow(stage, debitId);
    insist(attempts.length === 0, 'the debit was made all the same');
    const after = await mandateNow(stage);
    insist(after.status === 'active', `the mandate is ${after.status}`);
    return `${debitId} is ${status}, and nothing was asked for; the mandate is ${after.status}`;
  },
});

/** A mandate that is approved in a UPI app, in a world in which words get lost and customers change their mind. */
export const upiMandates = (stage: Stage): readonly DemoStep[] => [
  request(stage),
  lost(stage),
  found(stage),
  skip(stage),
];
