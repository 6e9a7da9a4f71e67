import { expect } from 'vitest';
import * as z from 'zod';
import type { Story } from '../platform.ts';
import { answered, refused } from '../support/caller.ts';
import { paying } from '../support/card-payments.ts';
import { cardOnce, holderOf, reveal, revealHeader, shownCard } from '../support/holder.ts';
import { deliver, deliveryAddress, deliveryOnce, personalize } from '../support/plastics.ts';

const incident = z.looseObject({ incidentId: z.string().startsWith('inc_'), type: z.string() });
const replacement = z.looseObject({ cardId: z.string().startsWith('crd_'), status: z.string() });
const controls = { channels: { pos: true, ecom: true, atm: true, contactless: false, international: false } };
const limits = [{ per: 'day', amount: { amount: 40_000, currency: 'INR' } }];

const lost: Story = {
  title:
    'AL-17 AL-20 AL-21 M-13 AN-50 a lost card is locked for good, and a plastic with its limits is delivered in its place',
  run: async (platform) => {
    const holder = await holderOf(platform, 'Teesta Wallet');
    const { backend, operator, me, cardId, pay } = holder;
    const [own, secure] = [`/customers/me/cards/${cardId}`, `/secure/cards/${cardId}`];
    answered(await me.put(`${own}/controls`, { ...controls, limits }), 200, z.looseObject({}));
    const header = await revealHeader(holder, ['pan', 'cvv']);
    refused(await me.post(`${own}/incidents`, { type: 'eaten' }), 400, 'validation_failed');
    answered(await me.post(`${own}/incidents`, { type: 'lost', note: 'left in a cab' }), 201, incident);
    expect(answered(await me.get(own), 200, shownCard)).toMatchObject({ status: 'locked', locks: [{ code: 1 }] });
    expect((await pay(1_000)).actionCode).toBe('2008');
    refused(await operator.post(`/admin/cards/${cardId}/unlock`), 409, 'lock_irreversible');
    expect((await reveal(holder, header)).status).toBeGreaterThanOrEqual(400);

    const order = { reason: 'lost', deliveryAddress };
    const made = answered(await backend.post(`${secure}/replacements`, order), 202, replacement);
    expect(made).toMatchObject({ status: 'requested', replaces: cardId });
    refused(await backend.post(`${secure}/replacements`, order), 409, 'invalid_state');
    await personalize(backend, made.cardId, 'produced');
    await cardOnce(backend, made.cardId, ({ status }) => status === 'inactive');
    await deliver(backend, made.cardId, { status: 'delivered' });
    const next = `/customers/me/cards/${made.cardId}`;
    await deliveryOnce(me, next, 'delivered');
    expect(answered(await me.post(`${next}/activate`), 200, shownCard).status).toBe('active');
    const plastic = paying(holder, made.cardId);
    expect((await plastic.pay(40_001)).decision).toBe('declined');
    expect((await plastic.pay(1_000)).decision).toBe('approved');
    const kept = z.looseObject({ limits: z.array(z.looseObject({})) });
    expect(answered(await me.get(`${next}/controls`), 200, kept).limits).toMatchObject(limits);
    expect(answered(await backend.get(secure), 200, z.looseObject({ replacedBy: z.string() })).replacedBy).toBe(
      made.cardId,
    );
  },
};

const damaged: Story = {
  title: 'AL-19 AN-50 a damaged card works until its replacement is in use, and is locked with code 8 then',
  run: async (platform) => {
    const { backend, me, cardId, pay } = await holderOf(platform, 'Torsa Wallet');
    answered(await me.post(`/customers/me/cards/${cardId}/incidents`, { type: 'damaged' }), 201, incident);
    expect((await pay(1_000)).decision).toBe('approved');
    const asked = await backend.post(`/secure/cards/${cardId}/replacements`, { reason: 'damaged' });
    expect(answered(asked, 202, replacement)).toMatchObject({ status: 'active', replaces: cardId });
    expect((await pay(1_000)).actionCode).toBe('1011');
    const old = answered(await me.get(`/customers/me/cards/${cardId}`), 200, shownCard);
    expect(old.locks.map(({ code }) => code)).toEqual([8]);
  },
};

const stolen: Story = {
  title: 'AL-18 a stolen card is heard as such, whoever declares it',
  run: async (platform) => {
    const { backend, cardId, pay } = await holderOf(platform, 'Mahananda Wallet');
    answered(await backend.post(`/secure/cards/${cardId}/incidents`, { type: 'stolen' }), 201, incident);
    expect((await pay(1_000)).actionCode).toBe('2009');
  },
};

export const cardLossStories: readonly Story[] = [lost, damaged, stolen];
