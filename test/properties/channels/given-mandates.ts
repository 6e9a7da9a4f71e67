import * as z from 'zod';
import type { Caller } from '../../journeys/support/caller.ts';
import { eventually } from '../../journeys/support/eventually.ts';
import { inr } from '../../journeys/support/money.ts';
import { idOf, made } from './making.ts';

const inPersonChannels = { pos: true, atm: true, contactless: false, international: false };

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

/** What a mandate collects with, and who may be asked for what. */
export const mandateTerms = () => ({
  ...{ method: 'card', amountRule: 'max', maxAmount: inr(100_000), frequency: 'as_presented', category: 'standard' },
  ...{ validFrom: new Date().toISOString(), validUntil: inDays(400), description: 'Electricity' },
  notification: { channel: 'sms' },
});

export const debitTerms = () => ({ amount: inr(50_000), dueAt: inDays(30), reference: 'bill 1', reason: 'November' });

export const invoiceTerms = (customerId: string) => ({
  ...{ customerId, amount: inr(40_000), dueAt: inDays(10), description: 'Electricity in November' },
});

export const thirdPartyTerms = () => ({
  merchant: { name: 'Kiosk', mcc: '5812', country: 'IN' },
  ...{ maxAmount: inr(20_000), frequency: 'as_presented', validUntil: inDays(400) },
});

interface Payer {
  readonly backend: Caller;
  readonly customerId: string;
  readonly cardId: string;
}

const status = z.looseObject({ status: z.string() });

const activeMandate = async ({ backend, customerId }: Payer): Promise<string> => {
  const mdt = await idOf(backend.post(`/secure/customers/${customerId}/mandates`, mandateTerms()), 'mandateId');
  await made(backend.post(`/sandbox/mandates/${mdt}/afa`, { outcome: 'success' }));
  await eventually('an active mandate', async () => {
    const { body } = await backend.get(`/secure/mandates/${mdt}`);
    return status.parse(body).status === 'active' ? mdt : undefined;
  });
  return mdt;
};

/** What a customer lets others collect, on an instrument of its own and on the card that it has from us. */
export const givenMandates = async (payer: Payer) => {
  const { backend, customerId, cardId } = payer;
  const mdt = await activeMandate(payer);
  const payment = { mandateId: mdt, amount: inr(30_000), description: 'A meter' };
  // A mandate is registered by a purchase on the internet, which a new card does not allow.
  const controls = { channels: { ...inPersonChannels, ecom: true }, limits: [], mcc: {} };
  await made(backend.put(`/secure/cards/${cardId}/controls`, controls));
  const thirdParty = backend.post(`/sandbox/cards/${cardId}/third-party-mandates`, thirdPartyTerms());
  const cmd = await idOf(thirdParty, 'mandateId');
  return {
    ...{ mdt, cmd },
    dbt: await idOf(backend.post(`/secure/mandates/${mdt}/debits`, debitTerms()), 'debitId'),
    pmt: await idOf(backend.post(`/secure/customers/${customerId}/payments`, payment), 'paymentId'),
    inv: await idOf(backend.post('/secure/invoices', invoiceTerms(customerId)), 'invoiceId'),
    cdb: await idOf(backend.post(`/sandbox/third-party-mandates/${cmd}/debits`, { amount: inr(10_000) }), 'debitId'),
  };
};
