import { expect } from 'vitest';
import * as z from 'zod';
import type { Story } from '../platform.ts';
import { newBalance, newCustomer, readyCustomer, verifyByOtp, vouchFor } from '../support/actors.ts';
import type { Caller } from '../support/caller.ts';
import { answered, backend, refused } from '../support/caller.ts';
import { eventually } from '../support/eventually.ts';

const started = z.object({ issuanceId: z.string().startsWith('iss_') });

const issuance = z.object({
  issuanceId: z.string(),
  status: z.enum(['awaiting_kyc', 'creating_balance', 'creating_card', 'completed', 'failed']),
  kycId: z.string().optional(),
  balanceId: z.string().optional(),
  cardId: z.string().optional(),
  failure: z.object({ code: z.string() }).optional(),
});

type Issuance = z.output<typeof issuance>;

const fullByVideo = { level: 'full', method: 'video' };
const virtualCard = { type: 'virtual' };

const read = async (tenant: Caller, issuanceId: string): Promise<Issuance> =>
  answered(await tenant.get(`/secure/issuances/${issuanceId}`), 200, issuance);

const start = async (tenant: Caller, customerId: string, order: object): Promise<string> => {
  const body = { balance: { currency: 'INR' }, card: virtualCard, ...order };
  return answered(await tenant.post(`/secure/customers/${customerId}/issuances`, body), 202, started).issuanceId;
};

/** The issuance once it waits for a KYC case. */
const waiting = (tenant: Caller, issuanceId: string): Promise<Issuance & { kycId: string }> =>
  eventually(`the KYC case of ${issuanceId}`, async () => {
    const { kycId, ...rest } = await read(tenant, issuanceId);
    return kycId === undefined ? undefined : { ...rest, kycId };
  });

/** The issuance once nothing will change any more. */
const ended = (tenant: Caller, issuanceId: string): Promise<Issuance> =>
  eventually(`the end of ${issuanceId}`, async () => {
    const now = await read(tenant, issuanceId);
    return now.status === 'completed' || now.status === 'failed' ? now : undefined;
  });

const endCall = async (tenant: Caller, kycId: string, outcome: string): Promise<void> => {
  answered(await tenant.post(`/sandbox/kyc/${kycId}/result`, { outcome }), 201, z.looseObject({ kycId: z.string() }));
};

const cardIdsOf = async (tenant: Caller, customerId: string): Promise<readonly string[]> => {
  const cards = z.object({ data: z.array(z.object({ cardId: z.string() })) });
  const { data } = answered(await tenant.get(`/secure/customers/${customerId}/cards`), 200, cards);
  return data.map(({ cardId }) => cardId);
};

const approved: Story = {
  title: 'M-05 M-16 M-17 M-26 an issuance waits for the video call and carries on when its result comes by webhook',
  run: async (platform) => {
    const tenant = backend(platform, platform.demo.apiKey);
    const customerId = await newCustomer(tenant, 'Vikram');
    const issuanceId = await start(tenant, customerId, { kyc: fullByVideo });

    const { kycId, status } = await waiting(tenant, issuanceId);
    expect(status).toBe('awaiting_kyc');
    await endCall(tenant, kycId, 'approved');

    const done = await ended(tenant, issuanceId);
    expect(done).toMatchObject({ status: 'completed', kycId });
    expect(await cardIdsOf(tenant, customerId)).toEqual([done.cardId]);
    const level = z.looseObject({ level: z.string() });
    expect(answered(await tenant.get(`/secure/customers/${customerId}/kyc`), 200, level).level).toBe('full');
    const balance = z.looseObject({ virtualAccount: z.looseObject({ number: z.string().min(6) }) });
    answered(await tenant.get(`/secure/balances/${done.balanceId}`), 200, balance);
  },
};

const rejected: Story = {
  title: 'M-05 an issuance whose video call is rejected fails by its name and leaves no balance and no card',
  run: async (platform) => {
    const tenant = backend(platform, platform.demo.apiKey);
    const customerId = await newCustomer(tenant, 'Rohan');
    const issuanceId = await start(tenant, customerId, { kyc: fullByVideo });
    const { kycId } = await waiting(tenant, issuanceId);
    await endCall(tenant, kycId, 'rejected');

    expect(await ended(tenant, issuanceId)).toMatchObject({ status: 'failed', failure: { code: 'kyc_rejected' } });
    expect(await cardIdsOf(tenant, customerId)).toEqual([]);
    const balances = z.object({ data: z.array(z.looseObject({})) });
    const { data } = answered(await tenant.get(`/secure/customers/${customerId}/balances`), 200, balances);
    expect(data).toEqual([]);
  },
};

const skipped: Story = {
  title: 'M-16 AN-04 an issuance for a verified customer with a balance goes straight to the card',
  run: async (platform) => {
    const tenant = backend(platform, platform.demo.apiKey);
    const { customerId, balanceId } = await readyCustomer(tenant, 'Sunita');
    const issuanceId = await start(tenant, customerId, { kyc: fullByVideo, balance: { balanceId } });

    const done = await ended(tenant, issuanceId);
    expect(done).toMatchObject({ status: 'completed', balanceId });
    expect(done.kycId).toBeUndefined();
    expect(await cardIdsOf(tenant, customerId)).toEqual([done.cardId]);
  },
};

const byOtp: Story = {
  title: 'M-04 an issuance with minimum KYC carries on when the OTP is right',
  run: async (platform) => {
    const tenant = backend(platform, platform.demo.apiKey);
    const customerId = await newCustomer(tenant, 'Farida');
    const kyc = { level: 'minimum', method: 'aadhaar_otp' };
    const issuanceId = await start(tenant, customerId, { kyc });
    const { kycId } = await waiting(tenant, issuanceId);
    const otpPath = `/secure/customers/${customerId}/kyc/${kycId}/otp`;
    answered(await tenant.post(otpPath, { otp: '000000' }), 200, z.looseObject({ status: z.literal('approved') }));

    expect(await ended(tenant, issuanceId)).toMatchObject({ status: 'completed', kycId });
  },
};

const asynchronous: Story = {
  title: 'AN-41 a card is ordered asynchronously without encryption, and its number is nowhere in the answers',
  run: async (platform) => {
    const tenant = backend(platform, platform.demo.apiKey);
    const { customerId, balanceId } = await readyCustomer(tenant, 'Gopal');
    const path = `/secure/customers/${customerId}/cards/async`;
    const { issuanceId } = answered(await tenant.post(path, { balanceId }), 202, started.strict());

    const done = await ended(tenant, issuanceId);
    expect(done).toMatchObject({ status: 'completed', balanceId });
    expect(await cardIdsOf(tenant, customerId)).toEqual([done.cardId]);
  },
};

const conditions: Story = {
  title: 'AN-03 AN-37 an issuance that could only fail is refused at once',
  run: async (platform) => {
    const tenant = backend(platform, platform.demo.apiKey);
    const customerId = await newCustomer(tenant, 'Nandini');
    const path = `/secure/customers/${customerId}/issuances`;
    const order = { balance: { currency: 'INR' }, card: virtualCard };
    refused(await tenant.post(path, order), 403, 'kyc_required');

    const other = await newCustomer(tenant, 'Omar');
    await vouchFor(tenant, other);
    const { balanceId } = await newBalance(tenant, other);
    await verifyByOtp(tenant, customerId);
    refused(await tenant.post(path, { ...order, balance: { balanceId } }), 404, 'balance_not_found');
    refused(await tenant.get('/secure/issuances/iss_unknown'), 404, 'issuance_not_found');
  },
};

export const issuanceStories: readonly Story[] = [approved, rejected, skipped, byOtp, asynchronous, conditions];
