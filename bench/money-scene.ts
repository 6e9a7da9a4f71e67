import * as z from 'zod';
import { createDemoTenant } from '../local/demo-tenant.ts';
import type { ApiClient } from '../local/demo/api-client.ts';
import { apiClient } from '../local/demo/api-client.ts';
import type { LocalPlatform } from '../local/platform.ts';
import { startPlatform } from '../local/start.ts';
import type { Scene } from './counted-operation.ts';

const anything = z.looseObject({});
const made = z.looseObject({ customerId: z.string() });
const opened = z.looseObject({ balanceId: z.string() });
const started = z.looseObject({ kycId: z.string() });
const purse = z.looseObject({ partnerBalanceId: z.string() });

const inr = (amount: number) => ({ amount, currency: 'INR' });

/** A credit purse with plenty in it. */
export const fillPurse = async (operator: ApiClient, tenantId: string): Promise<void> => {
  const body = { tenantId, kind: 'credit', currency: 'INR', lowBalanceThreshold: inr(0) };
  const { partnerBalanceId } = await operator.call({ method: 'POST', path: '/admin/partner-balances', body }, purse);
  const reload = { amount: inr(100_000_000), reference: 'bench-1' };
  const path = `/admin/partner-balances/${partnerBalanceId}/reloads`;
  await operator.call({ method: 'POST', path, body: reload }, anything);
};

/** A person with full KYC and a balance. */
export const person = async (
  platform: LocalPlatform,
  api: ApiClient,
  phone: string,
): Promise<{ readonly customerId: string; readonly balanceId: string }> => {
  const body = { firstName: 'Asha', lastName: 'Rao', phone, email: 'asha@example.com' };
  const { customerId } = await api.call({ method: 'POST', path: '/secure/customers', body }, made);
  const base = `/secure/customers/${customerId}`;
  const video = { level: 'full', method: 'video' };
  const { kycId } = await api.call({ method: 'POST', path: `${base}/register`, body: video }, started);
  const approved = { outcome: 'approved' };
  await api.call({ method: 'POST', path: `/sandbox/kyc/${kycId}/result`, body: approved }, anything);
  await platform.idle();
  const currency = { currency: 'INR' };
  const { balanceId } = await api.call({ method: 'POST', path: `${base}/balances`, body: currency }, opened);
  return { customerId, balanceId };
};

/** Sets the scene over HTTP on the whole platform, which then stops: what is counted later is alone. */
export const setScene = async (tableEndpoint: string): Promise<Scene> => {
  const platform = await startPlatform({ tableEndpoint });
  try {
    const operator = apiClient(platform.baseUrl, { authorization: `Bearer ${platform.operatorToken}` });
    const { tenantId, apiKey } = await createDemoTenant(operator);
    const api = apiClient(platform.baseUrl, { 'x-api-key': apiKey });
    await fillPurse(operator, tenantId);
    const { balanceId: from } = await person(platform, api, '+919800000011');
    const { balanceId: to } = await person(platform, api, '+919800000012');
    const load = { amount: inr(500_000), source: { type: 'program' } };
    await api.call({ method: 'POST', path: `/secure/balances/${from}/loads`, body: load }, anything);
    const moved = { fromBalanceId: from, to: { balanceId: to }, amount: inr(1_000) };
    await api.call({ method: 'POST', path: '/secure/transfers', body: moved }, anything);
    await platform.idle();
    return { tenantId, from, to, tableEndpoint };
  } finally {
    await platform.stop();
  }
};
