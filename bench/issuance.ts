import * as z from 'zod';
import { createDemoTenant } from '../local/demo-tenant.ts';
import type { ApiClient } from '../local/demo/api-client.ts';
import { apiClient } from '../local/demo/api-client.ts';
import { measured } from '../local/demo/costs.ts';
import type { EncryptedCalls } from '../local/demo/encrypted-call.ts';
import { encryptedCalls } from '../local/demo/encrypted-call.ts';
import type { LocalPlatform } from '../local/platform.ts';
import { startPlatform } from '../local/start.ts';
import type { Benchmark } from './benchmark.ts';
import type { Figures } from './gate.ts';
import { authorizerCost, countsOf } from './step-counts.ts';

const anything = z.looseObject({});
const customerAnswer = z.looseObject({ customerId: z.string() });
const kycAnswer = z.looseObject({ kycId: z.string() });
const balanceAnswer = z.looseObject({ balanceId: z.string() });
const issuanceAnswer = z.looseObject({ issuanceId: z.string(), status: z.string() });

interface Bench {
  readonly platform: LocalPlatform;
  readonly api: ApiClient;
  readonly apiKey: string;
  readonly encrypted: EncryptedCalls;
}

const person = { firstName: 'Asha', lastName: 'Rao', phone: '+919800000001', email: 'asha@example.com' };

const verify = async ({ api, platform }: Bench, customerId: string): Promise<void> => {
  const base = `/secure/customers/${customerId}`;
  const body = { level: 'minimum', method: 'aadhaar_otp' };
  const { kycId } = await api.call({ method: 'POST', path: `${base}/register`, body }, kycAnswer);
  await api.call({ method: 'POST', path: `${base}/kyc/${kycId}/otp`, body: { otp: '000000' } }, anything);
  // What it sets off must not be counted for the next step.
  await platform.idle();
};

const holdIssuerEvents = async ({ api, platform }: Bench, rate: number): Promise<void> => {
  const body = { provider: 'issuer', rate, kinds: ['reorder'] };
  await api.call({ method: 'PUT', path: '/sandbox/faults', body }, anything);
  await platform.idle();
};

/**
 * Operations one by one, each when nothing else is at work. How often a background worker asks the table again varies
 * by a request or two, so requests have a limit and no exact figure; writes have one.
 */
const issueByHand = async (bench: Bench): Promise<Figures> => {
  const { api, encrypted } = bench;
  const customer = await measured(bench.platform, () =>
    api.call({ method: 'POST', path: '/secure/customers', body: person }, customerAnswer),
  );
  const { customerId } = customer.result;
  await verify(bench, customerId);
  // The issuer's own event of the card is another operation's work: it is held back until the card is counted.
  await holdIssuerEvents(bench, 1);
  const balance = await measured(bench.platform, () =>
    api.call(
      { method: 'POST', path: `/secure/customers/${customerId}/balances`, body: { currency: 'INR' } },
      balanceAnswer,
    ),
  );
  const { balanceId } = balance.result;
  await bench.platform.idle();
  const card = await measured(bench.platform, () =>
    encrypted.call({ method: 'POST', path: `/secure/customers/${customerId}/cards`, body: { balanceId } }, anything),
  );
  await holdIssuerEvents(bench, 0);
  await bench.platform.idle();
  const authorizer = await authorizerCost(bench.platform, '/secure/customers', { 'x-api-key': bench.apiKey });
  return {
    ...countsOf('authorizeTenant', authorizer),
    ...countsOf('createCustomer', customer.cost, authorizer),
    ...countsOf('createBalance', balance.cost, authorizer),
    ...countsOf('createVirtualCard', card.cost, authorizer),
  };
};

/** The longest normal path: a person nobody knows yet, whose video call the workflow waits for. */
const issueByWorkflow = async (bench: Bench): Promise<Figures> => {
  const { api, platform } = bench;
  const other = { ...person, phone: '+919800000002' };
  const { customerId } = await api.call({ method: 'POST', path: '/secure/customers', body: other }, customerAnswer);
  const body = { kyc: { level: 'full', method: 'video' }, balance: { currency: 'INR' }, card: { type: 'virtual' } };
  const started = await api.call(
    { method: 'POST', path: `/secure/customers/${customerId}/issuances`, body },
    issuanceAnswer,
  );
  await platform.idle();
  const path = `/secure/issuances/${started.issuanceId}`;
  const { kycId } = await api.call({ method: 'GET', path }, kycAnswer);
  await api.call({ method: 'POST', path: `/sandbox/kyc/${kycId}/result`, body: { outcome: 'approved' } }, anything);
  await platform.idle();
  const ended = await api.call({ method: 'GET', path }, issuanceAnswer);
  if (ended.status !== 'completed') throw new Error(`the issuance ended as ${ended.status}`);
  const execution = platform.executions().find(({ name }) => name === started.issuanceId);
  if (execution === undefined) throw new Error('the issuance has no execution');
  return { 'card-issuance: transitions': execution.transitions };
};

const measure = async (): Promise<Figures> => {
  const platform = await startPlatform();
  try {
    const operator = apiClient(platform.baseUrl, { authorization: `Bearer ${platform.operatorToken}` });
    const { apiKey } = await createDemoTenant(operator);
    const api = apiClient(platform.baseUrl, { 'x-api-key': apiKey });
    await platform.idle();
    const bench = { platform, api, apiKey, encrypted: await encryptedCalls(api) };
    return { ...(await issueByHand(bench)), ...(await issueByWorkflow(bench)) };
  } finally {
    await platform.stop();
  }
};

/** The main job over HTTP, on the real chains, the embedded table and the provider twin. */
export const issuance: Benchmark = {
  name: 'issuance',
  title: 'B1, B10: an operation with everything it sets off, its authorizer apart',
  run: async () => ({ figures: await measure(), lines: [] }),
};
