import * as z from 'zod';
import { encryptedCalls } from './encrypted-call.ts';
import { isLuhnValid } from './leak-scan.ts';
import type { DemoStep, Stage } from './stage.ts';
import { insist } from './stage.ts';

const customer = z.object({ customerId: z.string(), status: z.string(), kycLevel: z.string() });
const kycCase = z.object({ kycId: z.string(), status: z.string() });
const kycState = z.object({
  level: z.string(),
  openCase: kycCase.nullable(),
});
const balance = z.object({
  balanceId: z.string(),
  state: z.string(),
  virtualAccount: z.object({ number: z.string() }),
});
export const fullCard = z.object({
  cardId: z.string(),
  status: z.string(),
  pan: z.string(),
  cvv: z.string(),
  expiryMonth: z.number(),
  expiryYear: z.number(),
});
const issuance = z.object({
  issuanceId: z.string(),
  status: z.string(),
  kycId: z.string().optional(),
  balanceId: z.string().optional(),
  cardId: z.string().optional(),
  failure: z.object({ code: z.string() }).optional(),
});

export const masked = (pan: string): string => `${pan.slice(0, 6)}……${pan.slice(-4)}`;

const person = (firstName: string, phone: string): Readonly<Record<string, string>> => ({
  firstName,
  lastName: 'Rao',
  phone,
  email: `${firstName.toLowerCase()}@example.com`,
});

const addCustomer = async (stage: Stage, firstName: string, phone: string): Promise<string> => {
  const body = person(firstName, phone);
  const made = await stage.api.call({ method: 'POST', path: '/secure/customers', body }, customer);
  stage.leave('customerId', made.customerId);
  return `${made.customerId}, ${made.status}`;
};

/** A customer, verification, balance and card, one request after the other. */
export const byHand = (stage: Stage): readonly DemoStep[] => [
  { title: 'Customer', run: () => addCustomer(stage, 'Asha', '+919800000001') },
  {
    title: 'KYC starts: Aadhaar OTP',
    run: async () => {
      const path = `/secure/customers/${stage.take('customerId')}/register`;
      const body = { level: 'minimum', method: 'aadhaar_otp' };
      const opened = await stage.api.call({ method: 'POST', path, body }, kycCase);
      stage.leave('kycId', opened.kycId);
      return `${opened.kycId}, ${opened.status}`;
    },
  },
  {
    title: 'KYC ends: the OTP is right',
    run: async () => {
      const base = `/secure/customers/${stage.take('customerId')}/kyc`;
      const path = `${base}/${stage.take('kycId')}/otp`;
      await stage.api.call({ method: 'POST', path, body: { otp: '000000' } }, z.looseObject({}));
      const { level } = await stage.api.call({ method: 'GET', path: base }, kycState);
      insist(level === 'minimum', `the KYC level is ${level}, not minimum`);
      return `level ${level}`;
    },
  },
  {
    title: 'Balance',
    run: async () => {
      const path = `/secure/customers/${stage.take('customerId')}/balances`;
      const made = await stage.api.call({ method: 'POST', path, body: { currency: 'INR' } }, balance);
      stage.leave('firstBalanceId', made.balanceId);
      return `${made.balanceId}, ${made.state}, account ${made.virtualAccount.number}`;
    },
  },
  {
    title: 'Virtual card, encrypted both ways',
    run: async () => {
      const encrypted = await encryptedCalls(stage.api);
      stage.leave('encrypted', encrypted);
      const path = `/secure/customers/${stage.take('customerId')}/cards`;
      const body = { balanceId: stage.take('firstBalanceId') };
      const card = await encrypted.call({ method: 'POST', path, body }, fullCard);
      insist(isLuhnValid(card.pan), 'the card number fails its check digit');
      stage.secrets.push({ what: 'card number', value: card.pan }, { what: 'CVV', value: card.cvv });
      return `${card.cardId}, ${card.status}, ${masked(card.pan)}, expires ${card.expiryMonth}/${card.expiryYear}`;
    },
  },
];

/** The same for another customer by the workflow, which waits for a video call. */
export const byWorkflow = (stage: Stage): readonly DemoStep[] => {
  const read = () => stage.api.call({ method: 'GET', path: `/secure/issuances/${stage.take('issuanceId')}` }, issuance);
  return [
    { title: 'Second customer', run: () => addCustomer(stage, 'Vikram', '+919800000002') },
    {
      title: 'Issuance workflow: waits for video KYC',
      run: async () => {
        const path = `/secure/customers/${stage.take('customerId')}/issuances`;
        const body = {
          kyc: { level: 'full', method: 'video' },
          balance: { currency: 'INR' },
          card: { type: 'virtual' },
        };
        const started = await stage.api.call({ method: 'POST', path, body }, issuance);
        stage.leave('issuanceId', started.issuanceId);
        await stage.platform.idle();
        const { status, kycId } = await read();
        insist(status === 'awaiting_kyc' && kycId !== undefined, `the issuance is ${status}, not awaiting_kyc`);
        stage.leave('kycId', kycId ?? '');
        return `${started.issuanceId}, ${status}`;
      },
    },
    {
      title: 'The agent approves: balance and card follow',
      run: async () => {
        const path = `/sandbox/kyc/${stage.take('kycId')}/result`;
        await stage.api.call({ method: 'POST', path, body: { outcome: 'approved' } }, z.looseObject({}));
        await stage.platform.idle();
        const { issuanceId, status, cardId, balanceId, failure } = await read();
        if (status !== 'completed' || cardId === undefined || balanceId === undefined) {
          throw new Error(`the issuance is ${status} (${failure?.code ?? 'no failure'})`);
        }
        stage.leave('cardId', cardId);
        stage.leave('balanceId', balanceId);
        const transitions = stage.platform.executions().find(({ name }) => name === issuanceId)?.transitions ?? 0;
        return `${status}, ${cardId}, ${transitions} transitions`;
      },
    },
    {
      title: 'Reveal of that card, encrypted',
      run: async () => {
        const path = `/secure/cards/${stage.take('cardId')}/full-data`;
        const card = await stage.take('encrypted').call({ method: 'GET', path }, fullCard);
        insist(isLuhnValid(card.pan), 'the card number fails its check digit');
        stage.secrets.push({ what: 'card number', value: card.pan }, { what: 'CVV', value: card.cvv });
        return masked(card.pan);
      },
    },
  ];
};
