import * as z from 'zod';
import type { JourneyPlatform } from '../platform.ts';
import type { Answer, Caller } from './caller.ts';
import { answered } from './caller.ts';
import { createCard } from './cards.ts';
import { encryptionFor } from './encryption.ts';
import type { FundedCustomer } from './money.ts';
import { fundedCustomer, inr } from './money.ts';

export const merchant = { name: 'Kiosk', mcc: '5812', country: 'IN' };

const heard = z.looseObject({
  authorizationId: z.string().startsWith('aut_').nullable(),
  decision: z.enum(['approved', 'declined']),
  actionCode: z.string(),
  responseCode: z.string(),
  decisionId: z.string().startsWith('dcs_').nullable(),
});

/** What the card network heard. */
export interface Heard {
  readonly authorizationId: string;
  readonly decision: 'approved' | 'declined';
  readonly actionCode: string;
  readonly responseCode: string;
  readonly decisionId: string;
}

const decided = (answer: Answer): Heard => {
  const { authorizationId, decisionId, ...rest } = answered(answer, 201, heard);
  if (authorizationId === null || decisionId === null) throw new Error(`no decision came in time: ${rest.actionCode}`);
  return { authorizationId, decisionId, ...rest };
};

const sent = z.looseObject({ messageId: z.string(), eventId: z.string() });

/** A card with money behind it, and what its holder and the network do with it. */
export interface PayingCard extends FundedCustomer {
  readonly cardId: string;
  pay(amount: number, traits?: { channel?: string; partialCapable?: boolean; mcc?: string }): Promise<Heard>;
  /** Asks for more on an authorization. */
  raise(authorizationId: string, amount: number): Promise<Heard>;
  /** Sends what cannot be declined; its effect follows. */
  tell(authorizationId: string, message: 'advice' | 'reversal' | 'clearing' | 'expiry', body?: object): Promise<void>;
  /** The same without an authorization, or with one among its members. */
  tellOfCard(message: 'refunds' | 'force-posts', body: { amount: number; authorizationId?: string }): Promise<void>;
}

const issue = async (tenant: Caller, owner: { customerId: string; balanceId: string }): Promise<string> =>
  (await createCard(tenant, await encryptionFor(tenant), owner)).cardId;

/** A card on this balance, as its holder and the network use it. */
export const paying = (owner: FundedCustomer, cardId: string): PayingCard => {
  const { backend } = owner;
  return {
    ...owner,
    cardId,
    pay: async (amount, { channel = 'pos', mcc = merchant.mcc, ...traits } = {}) => {
      const body = { amount: inr(amount), merchant: { ...merchant, mcc }, channel, ...traits };
      return decided(await backend.post(`/sandbox/cards/${cardId}/authorizations`, body));
    },
    raise: async (authorizationId, amount) => {
      const path = `/sandbox/authorizations/${authorizationId}/increment`;
      return decided(await backend.post(path, { amount: inr(amount) }));
    },
    tell: async (authorizationId, message, body) => {
      answered(await backend.post(`/sandbox/authorizations/${authorizationId}/${message}`, body), 201, sent);
    },
    tellOfCard: async (message, { amount, ...rest }) => {
      const body = { amount: inr(amount), merchant, ...rest };
      answered(await backend.post(`/sandbox/cards/${cardId}/${message}`, body), 201, sent);
    },
  };
};

/** A new card on this balance. */
export const cardOf = async (owner: FundedCustomer): Promise<PayingCard> =>
  paying(owner, await issue(owner.backend, owner));

/** A card of a tenant of its own. @param amount minor units on its balance */
export const payingCard = async (platform: JourneyPlatform, name: string, amount: number): Promise<PayingCard> =>
  cardOf(await fundedCustomer(platform, name, amount));
