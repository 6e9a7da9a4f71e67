import { expect } from 'vitest';
import type { StaffRole } from '../../../functions/kernel/operation/declaration.ts';
import type { JourneyPlatform, Story } from '../platform.ts';
import { newTenant } from '../support/actors.ts';
import type { Answer, Caller } from '../support/caller.ts';
import { answered, staff } from '../support/caller.ts';
import { sealed } from '../support/cards.ts';
import type { Holder } from '../support/holder.ts';
import { holderOf, orderFromApp, shownCard } from '../support/holder.ts';
import { deliveryAddress } from '../support/plastics.ts';

const roles = ['Admin', 'Manager', 'Employee'] as const;
const controls = { channels: { pos: true, ecom: true, atm: true, contactless: true, international: true } };

/** Every change to a card that the admin surface knows, in an order in which each is possible. */
const changes: readonly {
  readonly name: string;
  readonly roles: readonly StaffRole[];
  readonly status: number;
  readonly ask: (as: Caller, on: Holder) => Promise<Answer>;
}[] = [
  {
    name: 'createVirtualCard',
    roles: ['Admin', 'Manager'],
    status: 201,
    ask: async (as, { customerId, balanceId, encryption }) =>
      as.post(`/admin/customers/${customerId}/cards`, await encryption.seal({ balanceId }), encryption.both),
  },
  {
    name: 'orderPhysicalCard',
    roles,
    status: 202,
    ask: async (as, { customerId, balanceId, encryption }) => {
      const body = await encryption.seal({ balanceId, deliveryAddress });
      return as.post(`/admin/customers/${customerId}/cards/orders`, body, encryption.both);
    },
  },
  {
    name: 'activateCard',
    roles,
    status: 200,
    ask: (as, { cardId }) => as.post(`/admin/cards/${cardId}/activate`),
  },
  {
    name: 'resetCvv',
    roles,
    status: 200,
    ask: (as, { cardId, encryption }) => as.post(`/admin/cards/${cardId}/cvv`, undefined, encryption.answerOnly),
  },
  {
    name: 'lockCard',
    roles: ['Admin', 'Manager'],
    status: 200,
    ask: (as, { cardId }) => as.post(`/admin/cards/${cardId}/lock`, { reasonCode: 7, note: 'a call from the bank' }),
  },
  {
    name: 'unlockCard',
    roles: ['Admin', 'Manager'],
    status: 200,
    ask: (as, { cardId }) => as.post(`/admin/cards/${cardId}/unlock`),
  },
  {
    name: 'setProgramControls',
    roles: ['Admin', 'Manager'],
    status: 200,
    ask: (as, { programId }) => as.put(`/admin/programs/${programId}/controls`, controls),
  },
  {
    name: 'removeCard',
    roles: ['Admin', 'Manager'],
    status: 204,
    ask: (as, { cardId }) => as.delete(`/admin/cards/${cardId}`),
  },
];

const outcome = ({ status, body }: Answer): unknown =>
  status < 400 ? status : [status, (body as { code?: unknown }).code];

const matrix: Story = {
  title:
    'AN-14 AN-41 AN-51 AN-57 AN-58 AN-65 AN-77 each role of a tenant and of the platform may change on cards what it may',
  run: async (platform) => {
    const holder = await holderOf(platform, 'Hooghly Wallet', { program: { initialCardState: 'inactive' } });
    for (const tenant of [holder.tenantId, 'platform']) {
      for (const role of roles) {
        const member = staff(platform, await platform.staffToken({ role, tenant }));
        const { cardId } = await orderFromApp(holder.me, holder.encryption, holder.balanceId);
        const heard: unknown[] = [];
        const wanted: unknown[] = [];
        for (const { name, roles: allowed, status, ask } of changes) {
          heard.push([tenant, role, name, outcome(await ask(member, { ...holder, cardId }))]);
          const isAllowed = allowed.includes(role);
          wanted.push([tenant, role, name, isAllowed ? status : [403, 'forbidden_role']]);
        }
        expect(heard).toEqual(wanted);
      }
    }
  },
  timeoutMs: 180_000,
};

const neighbors: Story = {
  title: 'M-33 AN-14 staff of another tenant do not find a card, a customer or a program that is not theirs',
  run: async (platform) => {
    const holder = await holderOf(platform, 'Rapti Wallet');
    const { tenantId } = await newTenant(platform, 'Ghaghara Wallet');
    const member = staff(platform, await platform.staffToken({ role: 'Admin', tenant: tenantId }));
    for (const { name, ask } of changes) {
      const { status, body } = await ask(member, holder);
      const code =
        name === 'setProgramControls' ? 'program_not_found' : expect.stringMatching(/^(card|customer)_not_found$/u);
      expect({ name, status, body }).toMatchObject({ name, status: 404, body: { code } });
    }
    const shown = await holder.me.get(`/customers/me/cards/${holder.cardId}`);
    expect(answered(shown, 200, shownCard)).toMatchObject({ status: 'active', locks: [] });
  },
};

const clear: Story = {
  title: 'AN-56 AN-57 AN-58 what staff are answered holds no card number and no CVV',
  run: async (platform: JourneyPlatform) => {
    const holder = await holderOf(platform, 'Sone Wallet');
    const { operator, encryption, card } = holder;
    for (const name of ['createVirtualCard', 'resetCvv'] as const) {
      const change = changes.find((one) => one.name === name);
      if (change === undefined) throw new Error(`${name} is no change`);
      const answer = answered(await change.ask(operator, holder), change.status, sealed);
      const told = JSON.stringify(await encryption.open(answer));
      expect([name, /"(?:cvv|pan)"/u.test(told), told.includes(card.pan)]).toEqual([name, false, false]);
    }
  },
};

export const cardStaffStories: readonly Story[] = [matrix, neighbors, clear];
