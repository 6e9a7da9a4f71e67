import { createRevealSession } from '../../../functions/cards/create-reveal-session/declaration.ts';
import { wire } from '../../../functions/cards/create-reveal-session/handler.ts';
import type { TestCaller, TestRequest } from '../../support/http-call.ts';
import { call } from '../../support/http-call.ts';
import type { Phone } from '../../support/phones.ts';
import { assertionBy, newPhone, paired } from '../../support/phones.ts';
import type { CardWorld, RevealedCard } from './given-cards.ts';
import { givenCard, givenHolder } from './given-cards.ts';

/** A customer with a paired phone and a card. */
export interface CardHolder {
  readonly as: Extract<TestCaller, { readonly customer: string }>;
  readonly customerId: string;
  readonly phone: Phone;
  readonly installationId: string;
  readonly card: RevealedCard;
}

export const pairedPhone = async (world: CardWorld, customerId: string) => {
  const phone = newPhone();
  return { phone, installationId: await paired(world.platform, { tenant: world.tenant, customerId, phone }) };
};

export const cardHolder = async (world: CardWorld): Promise<CardHolder> => {
  const holder = await givenHolder(world);
  const { phone, installationId } = await pairedPhone(world, holder.customerId);
  const as = { customer: holder.customerId, of: world.tenant, installationId };
  return { as, customerId: holder.customerId, phone, installationId, card: await givenCard(world, holder) };
};

export const askForReveal = async (
  world: CardWorld,
  { as, phone, installationId, card }: CardHolder,
  change: { readonly fields?: unknown; readonly assertion?: unknown; readonly request?: Partial<TestRequest> } = {},
) =>
  call(wire(world.platform), createRevealSession, {
    as,
    params: { cardId: card.cardId },
    body: {
      assertion: change.assertion ?? (await assertionBy(world.platform, phone, installationId)),
      fields: change.fields ?? ['pan', 'cvv'],
    },
    idempotencyKey: null,
    ...change.request,
  });

/** The id of a fresh reveal session. */
export const revealSession = async (
  world: CardWorld,
  holder: CardHolder,
  fields: readonly string[] = ['pan', 'cvv'],
): Promise<string> => {
  const { status, body } = await askForReveal(world, holder, { fields });
  if (status !== 201) throw new Error(`no reveal session: ${JSON.stringify(body)}`);
  return String(body.revealSessionId);
};

/** The headers of a request whose answer is encrypted. */
export const sealedTo = (world: CardWorld, session?: string) => ({
  'Encrypt-Response': 'true',
  'Public-Key': world.caller.header,
  ...(session === undefined ? {} : { 'X-Reveal-Session': session }),
});

export const storedCard = async ({ platform }: CardWorld, cardId: string) => {
  const card = (await platform.items()).find((item) => item['item'] === 'card' && item['cardId'] === cardId);
  if (card === undefined) throw new Error(`no card ${cardId} is stored`);
  return card;
};

/** The card as it is stored, changed. */
export const changeCard = async (world: CardWorld, cardId: string, change: Readonly<Record<string, unknown>>) => {
  const card = await storedCard(world, cardId);
  await world.platform.table.write({
    kind: 'put',
    item: { ...card, ...change, sequence: Number(card['sequence']) + 1 },
  });
};

/** A card that is locked with a code. */
export const lockedWith = (code: number) => ({
  status: 'locked',
  locks: [{ code, origin: 'operator', at: '2026-11-21T06:00:00.000Z', by: 'staff:Admin:staff-1' }],
});
