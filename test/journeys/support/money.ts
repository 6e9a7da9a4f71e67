import { expect } from 'vitest';
import * as z from 'zod';
import type { JourneyPlatform } from '../platform.ts';
import type { NewTenant } from './actors.ts';
import { balanceAnswer, newTenant, readyCustomer } from './actors.ts';
import type { Answer, Caller } from './caller.ts';
import { answered, staff } from './caller.ts';
import { eventually } from './eventually.ts';

export const money = z.strictObject({ amount: z.int(), currency: z.literal('INR') });

/** @param amount minor units */
export const inr = (amount: number): z.output<typeof money> => ({ amount, currency: 'INR' });

export const partnerBalance = z.looseObject({
  partnerBalanceId: z.string().startsWith('pbl_'),
  available: money,
});

const completed = z.looseObject({ status: z.literal('completed') });

/** A change that can be sent again as it was. */
export interface Order {
  readonly by: Caller;
  readonly path: string;
  readonly body: unknown;
  readonly key: string;
}

export const orderOf = (by: Caller, path: string, body: unknown): Order => ({
  by,
  path,
  body,
  key: crypto.randomUUID(),
});

export const send = ({ by, path, body, key }: Order): Promise<Answer> =>
  by.post(path, body, { 'idempotency-key': key });

/** An order that was carried out, and how it was answered. */
export type Made = readonly [Order, Answer];

export const carryOut = async (order: Order): Promise<Made> => {
  const answer = await send(order);
  answered(answer, 201, completed);
  return [order, answer];
};

/** The same order again is answered the same, and says that it is a repeat. */
export const expectReplayed = async ([order, first]: Made): Promise<void> => {
  const repeat = await send(order);
  expect(repeat.headers.get('idempotent-replayed')).toBe('true');
  expect({ status: repeat.status, body: repeat.body }).toEqual({ status: first.status, body: first.body });
};

/** The program's purse, filled by a bank transfer. */
export const givenPurse = async (
  operator: Caller,
  purse: {
    readonly tenantId: string;
    readonly kind: 'credit' | 'deposit';
    readonly amount: number;
    alertEmail?: string;
  },
): Promise<{ partnerBalanceId: string; made: readonly Made[] }> => {
  const { amount, ...wished } = purse;
  const wanted = { ...wished, currency: 'INR', lowBalanceThreshold: inr(50_000) };
  const creation = orderOf(operator, '/admin/partner-balances', wanted);
  const answer = await send(creation);
  const { partnerBalanceId, available } = answered(answer, 201, partnerBalance);
  expect(available).toEqual(inr(0));
  const path = `/admin/partner-balances/${partnerBalanceId}/reloads`;
  const reload = await carryOut(orderOf(operator, path, { amount: inr(amount), reference: 'UTR 4711' }));
  return { partnerBalanceId, made: [[creation, answer], reload] };
};

export const loadOrder = (tenant: Caller, balanceId: string, amount: number): Order =>
  orderOf(tenant, `/secure/balances/${balanceId}/loads`, { amount: inr(amount), source: { type: 'program' } });

export const availableOf = async (tenant: Caller, balanceId: string): Promise<number> =>
  answered(await tenant.get(`/secure/balances/${balanceId}`), 200, balanceAnswer).available.amount;

export const purseOf = async (tenant: Caller, partnerBalanceId: string): Promise<number> =>
  answered(await tenant.get(`/secure/partner-balances/${partnerBalanceId}`), 200, partnerBalance).available.amount;

const levels = z.looseObject({ available: money, held: money });

/** What a balance has, and what of it is reserved. */
export interface Levels {
  readonly available: number;
  readonly held: number;
}

/** Waits until the balance stands so: what the network and banks tell is processed after it is acknowledged. */
export const settlesAt = async (tenant: Caller, balanceId: string, expected: Levels): Promise<void> => {
  let last: Levels | undefined;
  const found = eventually(`${JSON.stringify(expected)} on the balance`, async () => {
    const { available, held } = answered(await tenant.get(`/secure/balances/${balanceId}`), 200, levels);
    last = { available: available.amount, held: held.amount };
    return last.available === expected.available && last.held === expected.held ? last : undefined;
  });
  await found.catch((error: unknown) => {
    throw new Error(`the balance stands at ${JSON.stringify(last)}`, { cause: error });
  });
};

/** A tenant whose customer has money on a balance. */
export interface FundedCustomer extends NewTenant {
  readonly operator: Caller;
  readonly customerId: string;
  readonly balanceId: string;
}

/** Gives a tenant a customer with money. @param amount minor units, out of its credit, which has as much again */
export const funded = async (platform: JourneyPlatform, tenant: NewTenant, amount: number): Promise<FundedCustomer> => {
  const operator = staff(platform, platform.operatorToken);
  await givenPurse(operator, { tenantId: tenant.tenantId, kind: 'credit', amount: 2 * amount });
  const { customerId, balanceId } = await readyCustomer(tenant.backend, 'Nandini');
  await carryOut(loadOrder(tenant.backend, balanceId, amount));
  return { ...tenant, operator, customerId, balanceId };
};

/** The same with a tenant of its own. */
export const fundedCustomer = async (
  platform: JourneyPlatform,
  name: string,
  amount: number,
): Promise<FundedCustomer> => funded(platform, await newTenant(platform, name), amount);
