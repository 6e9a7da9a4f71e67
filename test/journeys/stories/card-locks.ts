import { expect } from 'vitest';
import * as z from 'zod';
import type { JourneyPlatform, Story } from '../platform.ts';
import type { Caller } from '../support/caller.ts';
import { answered, refused } from '../support/caller.ts';
import { cardOf } from '../support/card-payments.ts';
import { cardOnce, holderOf, shownCard } from '../support/holder.ts';
import { fundedCustomer } from '../support/money.ts';

/** What the network hears of a card locked by each code (AN-43 to AN-50). */
const actions = { 1: '2008', 2: '2009', 3: '1000', 4: '1016', 5: '1018', 6: '1006', 7: '1002', 8: '1011' } as const;
const forGood: readonly number[] = [1, 2, 5, 8];

const table: Story = {
  title:
    'AN-42 AN-43 AN-44 AN-45 AN-46 AN-47 AN-48 AN-49 AN-50 AN-52 each lock is heard by its action code and lifted or not',
  run: async (platform) => {
    const owner = await fundedCustomer(platform, 'Tungabhadra Wallet', 500_000);
    const { operator } = owner;
    for (const [reason, actionCode] of Object.entries(actions)) {
      const reasonCode = Number(reason);
      const { cardId, pay } = await cardOf(owner);
      const lock = await operator.post(`/admin/cards/${cardId}/lock`, { reasonCode });
      expect(answered(lock, 200, shownCard)).toMatchObject({ status: 'locked', locks: [{ code: reasonCode }] });
      const { decision, actionCode: heard, responseCode } = await pay(1_000);
      expect({ reasonCode, decision, heard }).toEqual({ reasonCode, decision: 'declined', heard: actionCode });
      expect(responseCode).toMatch(/^(?!00)[0-9A-Z]{2}$/u);
      const unlock = await operator.post(`/admin/cards/${cardId}/unlock`);
      if (forGood.includes(reasonCode)) {
        refused(unlock, 409, 'lock_irreversible');
        refused(await operator.post(`/admin/cards/${cardId}/lock`, { reasonCode: 3 }), 409, 'lock_irreversible');
      } else {
        expect(answered(unlock, 200, shownCard).status).toBe('active');
        expect((await pay(1_000)).actionCode).toBe('0000');
      }
    }
  },
};

const rights: Story = {
  title: 'AN-51 AN-66 D-04 holder and server lock with 1, 2 and 3 only, and lift what they have set',
  run: async (platform) => {
    const { backend, me, cardId, operator } = await holderOf(platform, 'Sharavati Wallet');
    const own = `/customers/me/cards/${cardId}`;
    for (const reasonCode of [4, 5, 6, 7, 8]) {
      refused(await me.post(`${own}/lock`, { reasonCode }), 403, 'forbidden_role');
      refused(await backend.post(`/secure/cards/${cardId}/lock`, { reasonCode }), 403, 'forbidden_role');
    }
    for (const body of [{}, { reasonCode: 9 }, { reasonCode: '3' }, { reasonCode: 3, reason: 'x' }]) {
      refused(await me.post(`${own}/lock`, body), 400, 'validation_failed');
    }
    const [app, server] = [
      { by: me, path: own },
      { by: backend, path: `/secure/cards/${cardId}` },
    ];
    await freeze(app, server);
    await freeze(server, app);

    answered(await operator.post(`/admin/cards/${cardId}/lock`, { reasonCode: 7 }), 200, shownCard);
    refused(await me.post(`${own}/unlock`), 403, 'forbidden_role');
    refused(await backend.post(`/secure/cards/${cardId}/unlock`), 403, 'forbidden_role');
    expect(answered(await operator.post(`/admin/cards/${cardId}/unlock`), 200, shownCard).status).toBe('active');
    refused(await me.post(`${own}/unlock`), 409, 'invalid_state');
  },
};

interface Way {
  readonly by: Caller;
  /** Of the card. */
  readonly path: string;
}

/** A lock of the one is not the other's to lift. */
const freeze = async (one: Way, other: Way): Promise<void> => {
  const note = 'looking for it';
  answered(await one.by.post(`${one.path}/lock`, { reasonCode: 3, note }), 200, shownCard);
  refused(await other.by.post(`${other.path}/unlock`), 403, 'forbidden_role');
  const card = answered(await one.by.post(`${one.path}/unlock`), 200, shownCard);
  expect(card).toMatchObject({ status: 'active', locks: [] });
};

const said = (reason: string, status = 'suspended') => ({ status, reason });

const fromOutside: Story = {
  title: 'AL-15 AN-66 the issuer suspects fraud: lock 7 stands until an operator lifts it',
  run: async (platform) => {
    const { backend, me, cardId, operator, pay } = await holderOf(platform, 'Netravati Wallet');
    const done = z.looseObject({ cardId: z.literal(cardId) });
    answered(await backend.post(`/sandbox/cards/${cardId}/issuer-status`, said('suspectedFraud')), 201, done);
    const locked = await cardOnce(backend, cardId, ({ status }) => status === 'locked');
    expect(locked.locks).toMatchObject([{ code: 7, origin: 'network' }]);
    expect((await pay(1_000)).actionCode).toBe('1002');
    refused(await me.post(`/customers/me/cards/${cardId}/unlock`), 403, 'forbidden_role');
    refused(await backend.post(`/secure/cards/${cardId}/unlock`), 403, 'forbidden_role');
    expect(answered(await operator.post(`/admin/cards/${cardId}/unlock`), 200, shownCard).status).toBe('active');
    expect((await pay(1_000)).decision).toBe('approved');

    answered(await backend.post(`/sandbox/cards/${cardId}/issuer-status`, said('other')), 201, done);
    await cardOnce(backend, cardId, ({ locks }) => locks.some(({ code }) => code === 3));
    answered(await backend.post(`/sandbox/cards/${cardId}/issuer-status`, said('other', 'active')), 201, done);
    await cardOnce(backend, cardId, ({ status }) => status === 'active');
    answered(await backend.post(`/sandbox/cards/${cardId}/issuer-status`, said('endOfLife', 'closed')), 201, done);
    await cardOnce(backend, cardId, ({ status }) => status === 'closed');
  },
};

const history = z.object({
  data: z.array(z.looseObject({ at: z.iso.datetime(), from: z.string(), to: z.string(), origin: z.string() })),
});

const steps = async (caller: Caller, path: string): Promise<readonly string[]> => {
  const { data } = answered(await caller.get(path), 200, history);
  expect(data.map(({ at }) => at)).toEqual(data.map(({ at }) => at).toSorted());
  return data.map(({ from, to, origin }) => `${from} ${to} ${origin}`);
};

const life: Story = {
  title:
    'AL-10 AL-11 AL-12 AL-13 AN-53 a card is activated, suspended, closed and removed, and its whole history stays',
  run: async (platform: JourneyPlatform) => {
    const { backend, me, cardId, pay } = await inactiveHolder(platform);
    const [secure, own] = [`/secure/cards/${cardId}`, `/customers/me/cards/${cardId}`];
    expect(await pay(1_000)).toMatchObject({ decision: 'declined', actionCode: '1018' });
    expect(answered(await me.post(`${own}/activate`), 200, shownCard).status).toBe('active');
    refused(await backend.post(`${secure}/activate`), 409, 'invalid_state');
    expect((await pay(1_000)).decision).toBe('approved');
    expect(answered(await backend.post(`${secure}/suspend`), 200, shownCard).locks).toMatchObject([{ code: 3 }]);
    answered(await backend.post(`${secure}/unlock`), 200, shownCard);
    answered(await backend.post(`${secure}/suspend`, { reason: 'under review' }), 200, shownCard);
    expect(answered(await backend.post(`${secure}/close`, { reason: 'asked for' }), 200, shownCard).status).toBe(
      'closed',
    );
    refused(await backend.post(`${secure}/unlock`), 409, 'invalid_state');
    refused(await me.post(`${own}/activate`), 409, 'invalid_state');
    expect((await pay(1_000)).decision).toBe('declined');

    expect((await me.delete(own, { 'idempotency-key': null })).status).toBe(204);
    refused(await me.get(own), 404, 'card_not_found');
    refused(await backend.get(secure), 404, 'card_not_found');
    const [server, customer] = ['server', 'customer'];
    const told = [
      `requested inactive ${customer}`,
      `inactive active ${customer}`,
      `active locked ${server}`,
      `locked active ${server}`,
      `active locked ${server}`,
      `locked closed ${server}`,
      `closed closed ${customer}`,
    ];
    expect(await steps(backend, `${secure}/status-history`)).toEqual(told);
    expect(await steps(me, `${own}/status-history`)).toEqual(told);
  },
};

const inactiveHolder = (platform: JourneyPlatform) =>
  holderOf(platform, 'Gandak Wallet', { program: { initialCardState: 'inactive' } });

export const cardLockStories: readonly Story[] = [table, rights, fromOutside, life];
