import { randomInt } from 'node:crypto';
import * as z from 'zod';
import type { JourneyPlatform } from '../platform.ts';
import type { Caller } from './caller.ts';
import { answered, backend, staff } from './caller.ts';

export const issuedKey = z.object({ keyId: z.string(), secret: z.string().min(32) });

const onboarded = z.object({
  tenantId: z.string().startsWith('ten_'),
  programId: z.string().startsWith('prg_'),
  apiKey: issuedKey,
});

export interface NewTenant extends z.output<typeof onboarded> {
  readonly backend: Caller;
}

export interface TenantTraits {
  /** Members of the program that are not as usual. */
  readonly program?: Readonly<Record<string, unknown>>;
  readonly settings?: Readonly<Record<string, unknown>>;
}

export const tenantBody = (name: string, { program = {}, ...settings }: TenantTraits = {}) => ({
  name,
  program: { name: `${name} Card`, network: 'visa', bin: '412345', currency: 'INR', issuer: 'sandbox', ...program },
  ...settings,
});

/** A tenant of the story's own: nothing that other stories do shows in it. */
export const newTenant = async (platform: JourneyPlatform, name: string, traits?: TenantTraits): Promise<NewTenant> => {
  const operator = staff(platform, platform.operatorToken);
  const made = answered(await operator.post('/admin/tenants', tenantBody(name, traits)), 201, onboarded);
  return { ...made, backend: backend(platform, made.apiKey.secret) };
};

export const customerAnswer = z.looseObject({
  customerId: z.string().startsWith('cus_'),
  status: z.string(),
  kycLevel: z.string(),
});

export const customerBody = (firstName: string) => ({
  firstName,
  lastName: 'Iyer',
  phone: `+9198${randomInt(10_000_000, 99_999_999)}`,
  email: `${firstName.toLowerCase()}@example.com`,
});

export const newCustomer = async (tenant: Caller, firstName: string): Promise<string> => {
  const made = answered(await tenant.post('/secure/customers', customerBody(firstName)), 201, customerAnswer);
  return made.customerId;
};

const startedKyc = z.object({
  kycId: z.string().startsWith('kyc_'),
  status: z.string(),
  next: z.looseObject({ type: z.string(), expiresAt: z.iso.datetime() }),
});

/** Starts minimum KYC; the OTP is out. */
export const startOtp = async (tenant: Caller, customerId: string): Promise<z.output<typeof startedKyc>> => {
  const order = { level: 'minimum', method: 'aadhaar_otp' };
  return answered(await tenant.post(`/secure/customers/${customerId}/register`, order), 202, startedKyc);
};

/** The customer brings the OTP that the sandbox takes. */
export const verifyByOtp = async (tenant: Caller, customerId: string): Promise<void> => {
  const { kycId } = await startOtp(tenant, customerId);
  const path = `/secure/customers/${customerId}/kyc/${kycId}/otp`;
  answered(await tenant.post(path, { otp: '000000' }), 200, z.looseObject({ status: z.literal('approved') }));
};

/** The tenant has verified the customer itself. */
export const vouchFor = async (tenant: Caller, customerId: string): Promise<void> => {
  const path = `/secure/customers/${customerId}/kyc`;
  answered(
    await tenant.put(path, { level: 'full', reference: 'branch visit' }),
    200,
    z.looseObject({ level: z.literal('full') }),
  );
};

export const balanceAnswer = z.looseObject({
  balanceId: z.string().startsWith('bal_'),
  currency: z.string(),
  state: z.string(),
  available: z.object({ amount: z.int(), currency: z.string() }),
  virtualAccount: z.looseObject({ number: z.string().min(6) }),
});

export const newBalance = async (tenant: Caller, customerId: string): Promise<z.output<typeof balanceAnswer>> =>
  answered(await tenant.post(`/secure/customers/${customerId}/balances`, { currency: 'INR' }), 201, balanceAnswer);

/** A customer who may have a card: verified, with a balance. */
export const readyCustomer = async (
  tenant: Caller,
  firstName: string,
): Promise<{ customerId: string; balanceId: string }> => {
  const customerId = await newCustomer(tenant, firstName);
  await vouchFor(tenant, customerId);
  const { balanceId } = await newBalance(tenant, customerId);
  return { customerId, balanceId };
};
