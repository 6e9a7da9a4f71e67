import * as z from 'zod';
import type { Table, TableWrite } from '../../../kernel/persistence/table.ts';
import type { RandomSource } from '../../../kernel/platform/platform.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import type { ProgramClocks } from '../control/program-clock.ts';
import type { Outbox } from '../events/outbox.ts';
import type { Call, CallAnswer } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Commit } from '../storage/commit.ts';
import { putNew } from '../storage/commit.ts';
import { externalIdOf } from '../storage/program.ts';
import { findAccount } from './accounts.ts';
import type { TwinCard } from './card-items.ts';
import { cardItem, cardKey, cardNumberItem, cardNumberKey, findCard } from './card-items.ts';
import { newCardNumber, newCvv } from './card-number.ts';
import type { CardSecrets, CardVault } from './card-vault.ts';
import { threeDsPassword, threeDsPhone } from './three-ds.ts';

/** The card whose place another one takes. */
export const replacedCard = z.strictObject({ cardId: z.string().min(1).max(80), sameNumber: z.boolean() });

const order = z.strictObject({
  reference: z.string().min(1).max(80),
  accountId: z.string().min(1).max(80),
  bin: z.string().regex(/^\d{6}(?:\d{2})?$/),
  network: z.enum(['visa', 'mastercard', 'rupay']),
  displayName: z.string().min(1).max(26),
  initialStatus: z.enum(['inactive', 'active']),
  threeDs: z.strictObject({
    phone: threeDsPhone,
    password: threeDsPassword,
  }),
  replaces: replacedCard.optional(),
});
const byReference = z.strictObject({ reference: z.string().min(1).max(80) });
const byId = z.strictObject({ cardId: z.string().min(1).max(80) });

type Order = z.output<typeof order>;

const validYears = 4;
const maxNumbers = 3;

interface Dependencies {
  readonly table: Table;
  readonly commit: Commit;
  readonly vault: CardVault;
  readonly outbox: Outbox;
  readonly clocks: ProgramClocks;
  readonly random: RandomSource;
}

const ownerOf = (program: TenantContext, cardId: string): string => `${program.tenantId}/${cardId}`;

const described = (card: TwinCard, { pan, cvv }: CardSecrets): CallAnswer['body'] => ({
  cardId: card.cardId,
  status: card.status,
  fingerprint: card.fingerprint,
  pan,
  cvv,
  expiryMonth: card.expiryMonth,
  expiryYear: card.expiryYear,
});

const sameOrder = (card: TwinCard, ordered: Order): boolean =>
  card.accountId === ordered.accountId && card.bin === ordered.bin && card.network === ordered.network;

interface DrawnNumber {
  readonly pan: string;
  readonly fingerprint: string;
  /** Claims a new number; the one of the card before is claimed already. */
  readonly claim: readonly TableWrite[];
}

const newNumber = async (deps: Dependencies, bin: string, cardId: string): Promise<DrawnNumber> => {
  const pan = newCardNumber(bin, deps.random);
  const fingerprint = await deps.vault.fingerprint(pan);
  return { pan, fingerprint, claim: [putNew(cardNumberItem.encode(cardNumberKey(fingerprint), { cardId }))] };
};

const gone = new Set<string | undefined>(['lost', 'stolen', 'suspectedFraud']);

/** The number of a card that takes another one's place; one that somebody else may have is not printed again. */
const numberOf = async (
  deps: Dependencies,
  program: TenantContext,
  { cardId, ordered: { bin, accountId, replaces } }: { readonly cardId: string; readonly ordered: Order },
): Promise<DrawnNumber> => {
  if (replaces === undefined) return newNumber(deps, bin, cardId);
  const old = await findCard(deps.table, program, replaces.cardId);
  if (old?.accountId !== accountId) throw new Refusal(404, 'card_unknown');
  if (!replaces.sameNumber) return newNumber(deps, bin, cardId);
  if (gone.has(old.reason)) throw new Refusal(409, 'status_not_allowed');
  const { pan } = await deps.vault.open(old.sealed, ownerOf(program, old.cardId));
  return { pan, fingerprint: old.fingerprint, claim: [] };
};

/**
 * Makes the card of a reference, once. The number is claimed in the same transaction, so a number that another card
 * has already is drawn anew.
 */
const issue = async (deps: Dependencies, program: TenantContext, ordered: Order): Promise<CallAnswer> => {
  const cardId = externalIdOf('pi', program, ordered.reference);
  const { accountId, bin, network, displayName, reference, initialStatus, threeDs } = ordered;
  for (let turn = 1; turn <= maxNumbers; turn += 1) {
    const first = await findCard(deps.table, program, cardId);
    if (first !== undefined) {
      if (!sameOrder(first, ordered)) throw new Refusal(409, 'reference_reused');
      return { status: 200, body: described(first, await deps.vault.open(first.sealed, ownerOf(program, cardId))) };
    }
    if ((await findAccount(deps.table, program, accountId)) === undefined) throw new Refusal(422, 'account_unknown');
    const createdAt = (await deps.clocks.of(program)).now();
    const { month, year } = createdAt.toZonedDateTimeISO('UTC');
    const { pan, fingerprint, claim } = await numberOf(deps, program, { cardId, ordered });
    const secrets: CardSecrets = {
      pan,
      cvv: newCvv(deps.random),
      threeDsPhone: threeDs.phone,
      threeDsPassword: threeDs.password,
    };
    const card: TwinCard = {
      ...{ cardId, reference, accountId, bin, network, displayName, status: initialStatus, fingerprint, createdAt },
      sealed: await deps.vault.seal(secrets, ownerOf(program, cardId)),
      expiryMonth: month,
      expiryYear: year + validYears,
    };
    const event = await deps.outbox.writes(program, {
      type: 'card.created',
      reference: cardId,
      data: { status: initialStatus, lastFour: secrets.pan.slice(-4) },
    });
    const writes = [putNew(cardItem.encode(cardKey(program, cardId), card)), ...claim, ...event.writes];
    if ((await deps.commit(writes)) === 'committed') return { status: 201, body: described(card, secrets) };
  }
  throw new Error('no free card number was found');
};

const existing = async ({ table }: Dependencies, program: TenantContext, cardId: string): Promise<TwinCard> => {
  const card = await findCard(table, program, cardId);
  if (card === undefined) throw new Refusal(404, 'card_unknown');
  return card;
};

const reveal = async (deps: Dependencies, program: TenantContext, cardId: string): Promise<CallAnswer> => {
  const card = await existing(deps, program, cardId);
  return { status: 200, body: described(card, await deps.vault.open(card.sealed, ownerOf(program, cardId))) };
};

/** Virtual cards: one per reference, for good (AN-62). */
export const cardCalls = (deps: Dependencies): Record<'create' | 'find' | 'read', Call> => ({
  create: (program, body) => issue(deps, program, readBody(order, body)),
  find: (program, body) => reveal(deps, program, externalIdOf('pi', program, readBody(byReference, body).reference)),
  read: (program, body) => reveal(deps, program, readBody(byId, body).cardId),
});
