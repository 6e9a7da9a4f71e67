import * as z from 'zod';
import type { Payer } from '../../mandates/ports/payment-provider.ts';
import type { TimeLimit } from '../execute-loop.ts';
import type { Ask, RazorpayCall, Reply } from './client.ts';

const wireCustomer = z.object({ id: z.string().min(1), email: z.string().nullish(), contact: z.string().nullish() });
const customerPage = z.object({ items: z.array(wireCustomer) });

const longestName = 50;
const pageSize = 100;
const mostPages = 5;

/** Razorpay lists customers newest first and looks none up by contact. */
const findCustomer = async (ask: Ask, { email, phone }: Payer, timeLimit: TimeLimit): Promise<string | undefined> => {
  for (let page = 0; page < mostPages; page += 1) {
    const path = `/v1/customers?count=${pageSize}&skip=${page * pageSize}`;
    const request = { call: 'findCustomer', method: 'GET', path } as const;
    const reply = await ask({ request, answer: customerPage }, timeLimit);
    if (reply.kind !== 'success') return undefined;
    const { items } = reply.answer;
    const found = items.find((customer) => customer.contact === phone && customer.email === email);
    if (found !== undefined || items.length < pageSize) return found?.id;
  }
  return undefined;
};

/**
 * Makes the customer. `fail_existing` "0" asks for the one there is, so a repeat answers the same; an account that
 * refuses nevertheless is searched, since its refusal has no reason of its own.
 */
export const ensureCustomer = (payer: Payer & { readonly reference: string }): RazorpayCall<string> => ({
  run: async (ask, timeLimit) => {
    const { name, email, phone, reference } = payer;
    const body = { name: name.slice(0, longestName), email, contact: phone, fail_existing: '0', notes: { reference } };
    const request = { call: 'ensureCustomer', method: 'POST', path: '/v1/customers', body } as const;
    const reply: Reply<string> = await ask({ request, answer: wireCustomer.transform(({ id }) => id) }, timeLimit);
    if (reply.kind !== 'refused' || reply.code !== 'input_validation_failed') return reply;
    const customerId = await findCustomer(ask, payer, timeLimit);
    return customerId === undefined ? reply : { kind: 'success', answer: customerId };
  },
});
