import * as z from 'zod';
import type { DemoTenant } from '../demo-tenant.ts';
import type { LocalPlatform } from '../platform.ts';
import type { ApiClient } from './api-client.ts';
import { apiClient } from './api-client.ts';
import type { EncryptedCalls } from './encrypted-call.ts';
import { encryptedCalls } from './encrypted-call.ts';
import { isLuhnValid, searchFor } from './leak-scan.ts';

/** A step of the story: what it does, and one line that says what came of it. */
export interface DemoStep {
  readonly title: string;
  readonly run: () => Promise<string>;
}

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
const fullCard = z.object({
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
  cardId: z.string().optional(),
  failure: z.object({ code: z.string() }).optional(),
});
const events = z.object({
  data: z.array(z.object({ id: z.string(), type: z.string(), sequence: z.number() })),
  nextCursor: z.string().nullable(),
});

const masked = (pan: string): string => `${pan.slice(0, 6)}……${pan.slice(-4)}`;

const insist = (holds: boolean, complaint: string): void => {
  if (!holds) throw new Error(complaint);
};

/** What earlier steps leave for later ones. */
interface Stage {
  readonly platform: LocalPlatform;
  readonly api: ApiClient;
  encrypted?: EncryptedCalls;
  customerId?: string;
  kycId?: string;
  balanceId?: string;
  issuanceId?: string;
  issuedCardId?: string;
  readonly pans: string[];
}

const known = (value: string | undefined, what: string): string => {
  if (value === undefined) throw new Error(`${what} is not known yet`);
  return value;
};

const person = (firstName: string, phone: string): Readonly<Record<string, string>> => ({
  firstName,
  lastName: 'Rao',
  phone,
  email: `${firstName.toLowerCase()}@example.com`,
});

const addCustomer = async (stage: Stage, firstName: string, phone: string): Promise<string> => {
  const body = person(firstName, phone);
  const made = await stage.api.call({ method: 'POST', path: '/secure/customers', body }, customer);
  stage.customerId = made.customerId;
  return `${made.customerId}, ${made.status}`;
};

const byHand = (stage: Stage): readonly DemoStep[] => [
  { title: 'Customer', run: () => addCustomer(stage, 'Asha', '+919800000001') },
  {
    title: 'KYC starts: Aadhaar OTP',
    run: async () => {
      const path = `/secure/customers/${known(stage.customerId, 'the customer')}/register`;
      const body = { level: 'minimum', method: 'aadhaar_otp' };
      const opened = await stage.api.call({ method: 'POST', path, body }, kycCase);
      stage.kycId = opened.kycId;
      return `${opened.kycId}, ${opened.status}`;
    },
  },
  {
    title: 'KYC ends: the OTP is right',
    run: async () => {
      const base = `/secure/customers/${known(stage.customerId, 'the customer')}/kyc`;
      const path = `${base}/${known(stage.kycId, 'the KYC case')}/otp`;
      await stage.api.call({ method: 'POST', path, body: { otp: '000000' } }, z.looseObject({}));
      const { level } = await stage.api.call({ method: 'GET', path: base }, kycState);
      insist(level === 'minimum', `the KYC level is ${level}, not minimum`);
      return `level ${level}`;
    },
  },
  {
    title: 'Balance',
    run: async () => {
      const path = `/secure/customers/${known(stage.customerId, 'the customer')}/balances`;
      const made = await stage.api.call({ method: 'POST', path, body: { currency: 'INR' } }, balance);
      stage.balanceId = made.balanceId;
      return `${made.balanceId}, ${made.state}, account ${made.virtualAccount.number}`;
    },
  },
  {
    title: 'Virtual card, encrypted both ways',
    run: async () => {
      stage.encrypted = await encryptedCalls(stage.api);
      const path = `/secure/customers/${known(stage.customerId, 'the customer')}/cards`;
      const body = { balanceId: known(stage.balanceId, 'the balance') };
      const card = await stage.encrypted.call({ method: 'POST', path, body }, fullCard);
      insist(isLuhnValid(card.pan), 'the card number fails its check digit');
      stage.pans.push(card.pan);
      return `${card.cardId}, ${card.status}, ${masked(card.pan)}, expires ${card.expiryMonth}/${card.expiryYear}`;
    },
  },
];

const byWorkflow = (stage: Stage): readonly DemoStep[] => {
  const read = () =>
    stage.api.call({ method: 'GET', path: `/secure/issuances/${known(stage.issuanceId, 'the issuance')}` }, issuance);
  return [
    { title: 'Second customer', run: () => addCustomer(stage, 'Vikram', '+919800000002') },
    {
      title: 'Issuance workflow: waits for video KYC',
      run: async () => {
        const path = `/secure/customers/${known(stage.customerId, 'the customer')}/issuances`;
        const body = {
          kyc: { level: 'full', method: 'video' },
          balance: { currency: 'INR' },
          card: { type: 'virtual' },
        };
        const started = await stage.api.call({ method: 'POST', path, body }, issuance);
        stage.issuanceId = started.issuanceId;
        await stage.platform.idle();
        const now = await read();
        stage.kycId = known(now.kycId, 'the KYC case of the issuance');
        insist(now.status === 'awaiting_kyc', `the issuance is ${now.status}, not awaiting_kyc`);
        return `${now.issuanceId}, ${now.status}`;
      },
    },
    {
      title: 'The agent approves: balance and card follow',
      run: async () => {
        const path = `/sandbox/kyc/${known(stage.kycId, 'the KYC case')}/result`;
        await stage.api.call({ method: 'POST', path, body: { outcome: 'approved' } }, z.looseObject({}));
        await stage.platform.idle();
        const now = await read();
        insist(now.status === 'completed', `the issuance is ${now.status} (${now.failure?.code ?? 'no failure'})`);
        stage.issuedCardId = known(now.cardId, 'the card of the issuance');
        const transitions = stage.platform.executions().find(({ name }) => name === now.issuanceId)?.transitions ?? 0;
        return `${now.status}, ${stage.issuedCardId}, ${transitions} transitions`;
      },
    },
    {
      title: 'Reveal of that card, encrypted',
      run: async () => {
        const path = `/secure/cards/${known(stage.issuedCardId, 'the card')}/full-data`;
        const card = await (stage.encrypted ?? (await encryptedCalls(stage.api))).call(
          { method: 'GET', path },
          fullCard,
        );
        insist(isLuhnValid(card.pan), 'the card number fails its check digit');
        stage.pans.push(card.pan);
        return masked(card.pan);
      },
    },
  ];
};

const inspection = (stage: Stage): readonly DemoStep[] => [
  {
    title: 'Event log',
    run: async () => {
      const { data } = await stage.api.call({ method: 'GET', path: '/secure/events?limit=100' }, events);
      insist(data.length > 0, 'the event log is empty');
      return `${data.length} events: ${[...new Set(data.map(({ type }) => type))].join(', ')}`;
    },
  },
  {
    title: 'Search for the card numbers',
    run: async () => {
      insist(stage.pans.length === 2, `${stage.pans.length} card numbers to search for, not 2`);
      const found = (await Promise.all(stage.pans.map((pan) => searchFor(pan, stage.platform)))).flat();
      const leaks = found.filter(({ hits }) => hits > 0);
      insist(leaks.length === 0, `card numbers were found in ${leaks.map(({ place }) => place).join(', ')}`);
      const places = found.slice(0, found.length / 2).map(({ place, count }) => `${count} ${place}`);
      return `none in ${places.join(', ')}`;
    },
  },
  {
    title: 'Dead letters',
    run: async () => {
      const dead = stage.platform.deadLetters();
      insist(dead.length === 0, `${dead.length} messages were given up, first on ${dead[0]?.queue ?? ''}`);
      return 'none';
    },
  },
];

/** The main job, told over HTTP (design.md section 8). */
export const story = (platform: LocalPlatform, tenant: DemoTenant): readonly DemoStep[] => {
  const stage: Stage = { platform, api: apiClient(platform.baseUrl, { 'x-api-key': tenant.apiKey }), pans: [] };
  return [...byHand(stage), ...byWorkflow(stage), ...inspection(stage)];
};
