import * as z from 'zod';
import { amountAnswer, inr, insistOn, inWords } from './amounts.ts';
import type { DemoStep, Stage } from './stage.ts';
import { insist } from './stage.ts';

const partnerBalance = z.object({ partnerBalanceId: z.string(), available: amountAnswer });
const movement = z.object({ status: z.string(), amount: amountAnswer });
const load = movement.extend({ loadId: z.string() });
const transfer = movement.extend({ transferId: z.string() });
const upiId = z.object({ vpa: z.string() });
const bankAccount = z.object({ token: z.string(), lastFour: z.string() });
const withdrawal = movement.extend({ withdrawalId: z.string() });

/** The program's credit, and money out of it for a customer. */
export const funding = (stage: Stage): readonly DemoStep[] => [
  {
    title: "The program's credit, reloaded by the operator",
    run: async () => {
      const body = {
        ...{ tenantId: stage.tenant.tenantId, kind: 'credit', currency: 'INR' },
        lowBalanceThreshold: inr(1_000_000),
      };
      const path = '/admin/partner-balances';
      const { partnerBalanceId } = await stage.operator.call({ method: 'POST', path, body }, partnerBalance);
      stage.leave('partnerBalanceId', partnerBalanceId);
      const order = { amount: inr(10_000_000), reference: 'UTR 4711' };
      await stage.operator.call({ method: 'POST', path: `${path}/${partnerBalanceId}/reloads`, body: order }, movement);
      const read = { method: 'GET', path: `${path}/${partnerBalanceId}` } as const;
      const { available } = await stage.operator.call(read, partnerBalance);
      insist(available.amount === 10_000_000, `the program has ${inWords(available)}`);
      return `${partnerBalanceId}, ${inWords(available)} available`;
    },
  },
  {
    title: 'Load',
    run: async () => {
      const path = `/secure/balances/${stage.take('balanceId')}/loads`;
      const body = { amount: inr(500_000), source: { type: 'program' } };
      const { loadId, status } = await stage.api.call({ method: 'POST', path, body }, load);
      insist(status === 'completed', `the load is ${status}`);
      return `${loadId}, ${await insistOn(stage, stage.take('balanceId'), { available: 500_000, held: 0 })}`;
    },
  },
];

const toAnother = (stage: Stage): DemoStep => ({
  title: 'Transfer to the first customer',
  run: async () => {
    const body = {
      fromBalanceId: stage.take('balanceId'),
      to: { balanceId: stage.take('firstBalanceId') },
      amount: inr(50_000),
    };
    const { transferId, status } = await stage.api.call({ method: 'POST', path: '/secure/transfers', body }, transfer);
    insist(status === 'completed', `the transfer is ${status}`);
    await insistOn(stage, stage.take('firstBalanceId'), { available: 50_000, held: 0 });
    return `${transferId}, ${await insistOn(stage, stage.take('balanceId'), { available: 325_000, held: 40_000 })}`;
  },
});

const byUpi = (stage: Stage): DemoStep => ({
  title: 'Somebody pays to the UPI ID',
  run: async () => {
    const balanceId = stage.take('balanceId');
    const { vpa } = await stage.api.call({ method: 'POST', path: `/secure/balances/${balanceId}/vpa` }, upiId);
    const path = `/sandbox/balances/${balanceId}/upi-credits`;
    const body = { amount: inr(25_000), payerVpa: 'meera@examplebank' };
    await stage.api.call({ method: 'POST', path, body }, z.looseObject({}));
    await stage.platform.idle();
    return `${vpa}, ${await insistOn(stage, balanceId, { available: 350_000, held: 40_000 })}`;
  },
});

const toBank = (stage: Stage): DemoStep => ({
  title: 'Withdrawal to a bank account',
  run: async () => {
    const accounts = `/secure/customers/${stage.take('customerId')}/bank-accounts`;
    const account = { account: '000123456789', routing: 'NODL0000001' };
    const linked = await stage.api.call({ method: 'POST', path: accounts, body: account }, bankAccount);
    const path = `/secure/balances/${stage.take('balanceId')}/withdrawals`;
    const body = { amount: inr(100_000), destination: { type: 'bank_account', token: linked.token } };
    const { withdrawalId, status } = await stage.api.call({ method: 'POST', path, body }, withdrawal);
    insist(status === 'completed', `the withdrawal is ${status}`);
    const levels = await insistOn(stage, stage.take('balanceId'), { available: 250_000, held: 40_000 });
    return `${withdrawalId}, to ……${linked.lastFour}, ${levels}`;
  },
});

/** To another customer, from outside, and out. */
export const movements = (stage: Stage): readonly DemoStep[] => [toAnother(stage), byUpi(stage), toBank(stage)];
