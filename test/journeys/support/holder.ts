import * as z from 'zod';
import type { JourneyPlatform } from '../platform.ts';
import type { TenantTraits } from './actors.ts';
import { newTenant } from './actors.ts';
import type { Answer, Caller } from './caller.ts';
import { answered } from './caller.ts';
import type { PayingCard } from './card-payments.ts';
import { paying } from './card-payments.ts';
import type { FullCard } from './cards.ts';
import { fullCard, sealed } from './cards.ts';
import type { Encryption } from './encryption.ts';
import { encryptionFor } from './encryption.ts';
import { eventually } from './eventually.ts';
import { funded } from './money.ts';
import type { Phone } from './phone.ts';
import { anybody, pairedPhone } from './phone.ts';

/** A customer with money, a phone and a card. */
export interface Holder extends PayingCard {
  readonly phone: Phone;
  /** The customer's app, in a session. */
  readonly me: Caller;
  /** Of the app. */
  readonly encryption: Encryption;
  readonly card: FullCard;
}

/** Orders a virtual card from the app. */
export const orderFromApp = async (me: Caller, encryption: Encryption, balanceId: string): Promise<FullCard> => {
  const answer = await me.post('/customers/me/cards', await encryption.seal({ balanceId }), encryption.both);
  return fullCard.parse(await encryption.open(answered(answer, 201, sealed)));
};

/** A customer with INR 5,000 at a tenant of its own, who pairs a phone and orders a card with it. */
export const holderOf = async (platform: JourneyPlatform, name: string, traits?: TenantTraits): Promise<Holder> => {
  const owner = await funded(platform, await newTenant(platform, name, traits), 500_000);
  const phone = await pairedPhone(platform, owner.backend, owner);
  const me = await phone.open();
  const encryption = await encryptionFor(anybody(platform), '/customers/encryption-key');
  const card = await orderFromApp(me, encryption, owner.balanceId);
  return { ...paying(owner, card.cardId), phone, me, encryption, card };
};

export const shownCard = z.looseObject({
  cardId: z.string(),
  type: z.enum(['virtual', 'physical']),
  status: z.string(),
  locks: z.array(z.looseObject({ code: z.int(), origin: z.string() })),
});

/** Asks for a card until it stands so. */
export const cardOnce = (
  tenant: Caller,
  cardId: string,
  isSo: (card: z.output<typeof shownCard>) => boolean,
): Promise<z.output<typeof shownCard>> =>
  eventually(`the awaited state of ${cardId}`, async () => {
    const card = answered(await tenant.get(`/secure/cards/${cardId}`), 200, shownCard);
    return isSo(card) ? card : undefined;
  });

const opened = z.strictObject({ revealSessionId: z.string().min(16), expiresAt: z.iso.datetime() });

/** Proves with the phone that its holder wants to see something of a card. @returns the header of the reveal */
export const revealHeader = async (
  { phone, me, cardId }: Holder,
  fields: readonly ('pan' | 'cvv' | 'pin')[],
): Promise<Readonly<Record<string, string>>> => {
  const body = { assertion: await phone.sign(), fields };
  const { revealSessionId } = answered(
    await me.post(`/customers/me/cards/${cardId}/reveal-sessions`, body),
    201,
    opened,
  );
  return { 'x-reveal-session': revealSessionId };
};

/** Reads the full data of the holder's card in the app. */
export const reveal = (
  { me, cardId, encryption }: Holder,
  header: Readonly<Record<string, string | null>>,
): Promise<Answer> => me.get(`/customers/me/cards/${cardId}/full-data`, { ...encryption.answerOnly, ...header });
