import { expect } from 'vitest';
import * as z from 'zod';
import type { Story } from '../platform.ts';
import { answered, refused } from '../support/caller.ts';
import { cardOf } from '../support/card-payments.ts';
import { holderOf } from '../support/holder.ts';
import { fundedCustomer, inr } from '../support/money.ts';

const fresh = { pos: true, atm: true, ecom: false, contactless: false, international: false };
const channels = { ...fresh, ecom: true };
const all = { pos: true, atm: true, ecom: true, contactless: true, international: true };

const shown = z.object({
  channels: z.record(z.string(), z.boolean()),
  limits: z.array(z.looseObject({ per: z.string() })),
  mcc: z.looseObject({}),
});

const trace = z.looseObject({ reason: z.string(), checks: z.array(z.looseObject({ name: z.string() })) });

const own: Story = {
  title: 'M-09 holder and server set what a card may be used for, and the very next authorization is decided by it',
  run: async (platform) => {
    const holder = await holderOf(platform, 'Tapti Wallet');
    const { me, backend, cardId, pay } = holder;
    const [path, secure] = [`/customers/me/cards/${cardId}/controls`, `/secure/cards/${cardId}/controls`];
    expect(answered(await me.get(path), 200, shown)).toEqual({ channels: fresh, limits: [], mcc: {} });
    expect((await pay(1_000, { channel: 'ecom' })).decision).toBe('declined');
    answered(await me.put(path, { channels, limits: [], mcc: {} }), 200, shown);
    expect((await pay(1_000, { channel: 'ecom' })).decision).toBe('approved');

    const limits = [
      { per: 'transaction', amount: inr(10_000) },
      { per: 'week', channel: 'atm', amount: inr(30_000), count: 2, timeZone: 'Asia/Kolkata' },
    ];
    const set = answered(await backend.put(secure, { channels, limits, mcc: { block: ['7995'] } }), 200, shown);
    expect(set).toMatchObject({ limits, mcc: { block: ['7995'] } });
    expect(answered(await me.get(path), 200, shown)).toEqual(set);
    expect((await pay(10_001)).decision).toBe('declined');
    expect((await pay(1_000, { mcc: '7995' })).decision).toBe('declined');
    const atAtm = (amount: number) => pay(amount, { channel: 'atm', mcc: '6011' });
    expect((await atAtm(10_000)).decision).toBe('approved');
    expect((await atAtm(1_000)).decision).toBe('approved');
    const third = await atAtm(1_000);
    expect(third.decision).toBe('declined');
    expect((await pay(10_000)).decision).toBe('approved');
    const decision = answered(await backend.get(`/secure/decisions/${third.decisionId}`), 200, trace);
    expect(decision.checks).toContainEqual(expect.objectContaining({ outcome: 'failed' }));

    for (const body of [
      {},
      { channels: { ...channels, moto: true } },
      { channels, limits: [{ per: 'year', amount: inr(1) }] },
      { channels, limits: [{ per: 'day' }] },
      { channels, mcc: { block: ['12'] } },
    ]) {
      refused(await me.put(path, body), 400, 'validation_failed');
    }
    expect(answered(await backend.get(secure), 200, shown)).toEqual(set);
  },
};

const above: Story = {
  title: 'M-09 the strictest of card, customer and program decides on every card of a customer',
  run: async (platform) => {
    const owner = await fundedCustomer(platform, 'Indravati Wallet', 500_000);
    const { backend, operator, customerId, programId } = owner;
    const program = `/admin/programs/${programId}/controls`;
    const customer = `/secure/customers/${customerId}/controls`;
    // Before the first authorization: a program's rules are known for thirty seconds.
    answered(await operator.put(program, { channels: all, mcc: { block: ['7995'] } }), 200, shown);
    expect(answered(await operator.get(program), 200, shown).mcc).toEqual({ block: ['7995'] });
    const [one, two] = [await cardOf(owner), await cardOf(owner)];
    expect((await one.pay(1_000, { mcc: '7995' })).decision).toBe('declined');
    expect((await one.pay(1_000)).decision).toBe('approved');

    const limits = [{ per: 'day', count: 2 }];
    answered(await backend.put(customer, { channels: { ...all, atm: false }, limits }), 200, shown);
    expect(answered(await backend.get(customer), 200, shown)).toMatchObject({ channels: { atm: false }, limits });
    expect((await one.pay(1_000, { channel: 'atm' })).decision).toBe('declined');
    expect((await one.pay(1_000)).decision).toBe('approved');
    expect((await two.pay(1_000)).decision).toBe('approved');
    expect((await two.pay(1_000)).decision).toBe('declined');
    refused(await backend.get('/secure/customers/cus_unknown/controls'), 404, 'customer_not_found');
    refused(await operator.get('/admin/programs/prg_unknown/controls'), 404, 'program_not_found');
  },
};

export const cardControlStories: readonly Story[] = [own, above];
