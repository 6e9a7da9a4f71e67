import * as z from 'zod';
import type { Table } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import type { Call, CallAnswer } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Commit } from '../storage/commit.ts';
import { findAccount } from './accounts.ts';
import { findCard } from './card-items.ts';
import { replacedCard } from './cards.ts';
import type { Plastic } from './plastic-items.ts';
import { findPlastic, noPlastic, plasticIdOf, putPlastic } from './plastic-items.ts';

const name = z.string().min(1).max(80);
const ordered = z.strictObject({
  reference: name,
  accountId: name,
  bin: z.string().regex(/^\d{6}(?:\d{2})?$/),
  network: z.enum(['visa', 'mastercard', 'rupay']),
  displayName: z.string().min(1).max(26),
  deliveryAddress: z.strictObject({
    line1: z.string().min(1),
    line2: z.string().min(1).optional(),
    city: z.string().min(1),
    state: z.string().min(1),
    postalCode: z.string().min(1),
    country: z.string().length(2),
  }),
  cardId: name.optional(),
  replaces: replacedCard.optional(),
});
const byReference = z.strictObject({ reference: name });
const byId = z.strictObject({ orderId: name });
const linked = z.strictObject({ orderId: name, reference: name, threeDs: z.unknown() });

interface Dependencies {
  readonly table: Table;
  readonly commit: Commit;
  /** How cards are made and read here. */
  readonly cards: Readonly<Record<'create' | 'read', Call>>;
}

const maxTurns = 3;

const described = ({ plasticId, status }: Plastic): CallAnswer['body'] => ({ orderId: plasticId, status });

/** @throws Refusal 404 `order_unknown`, also for what testers have played with and nobody has ordered */
const known = async (
  { table }: Dependencies,
  program: TenantContext,
  plasticId: string,
): Promise<Plastic & { readonly order: NonNullable<Plastic['order']> }> => {
  const plastic = await findPlastic(table, program, plasticId);
  if (plastic?.order === undefined) throw new Refusal(404, 'order_unknown');
  return { ...plastic, order: plastic.order };
};

const checkOrder = async (
  { table }: Dependencies,
  program: TenantContext,
  { accountId, cardId, replaces }: z.output<typeof ordered>,
): Promise<void> => {
  if ((await findAccount(table, program, accountId)) === undefined) throw new Refusal(422, 'account_unknown');
  if (replaces !== undefined && (await findCard(table, program, replaces.cardId))?.accountId !== accountId) {
    throw new Refusal(404, 'card_unknown');
  }
  if (cardId === undefined) return;
  const card = await findCard(table, program, cardId);
  if (card === undefined) throw new Refusal(404, 'card_unknown');
  if (card.status === 'closed') throw new Refusal(409, 'status_not_allowed');
};

/** One plastic per reference. The address is read and forgotten. */
const take = async (
  deps: Dependencies,
  program: TenantContext,
  body: z.output<typeof ordered>,
): Promise<CallAnswer> => {
  const { reference, accountId, bin, network, displayName, cardId, replaces } = body;
  const order = {
    ...{ accountId, bin, network, displayName },
    ...(cardId === undefined ? {} : { cardId }),
    ...(replaces === undefined ? {} : { replaces }),
  };
  for (let turn = 1; turn <= maxTurns; turn += 1) {
    const plasticId = plasticIdOf(program, reference);
    const before = (await findPlastic(deps.table, program, plasticId)) ?? noPlastic(program, reference);
    if (before.order !== undefined) {
      const isSame = before.order.accountId === order.accountId && before.order.cardId === order.cardId;
      if (!isSame) throw new Refusal(409, 'reference_reused');
      return { status: 200, body: described(before) };
    }
    await checkOrder(deps, program, body);
    if ((await deps.commit([putPlastic(program, before, { order })])) === 'committed') {
      return { status: 201, body: described(before) };
    }
  }
  throw new Error('an order was overtaken again and again');
};

/** Makes the card of a produced plastic, or finds the one that it is for: the same on every try. */
const link = async (
  deps: Dependencies,
  program: TenantContext,
  { orderId, reference, threeDs }: z.output<typeof linked>,
): Promise<CallAnswer> => {
  const plastic = await known(deps, program, orderId);
  if (plastic.status !== 'produced') throw new Refusal(409, 'status_not_allowed');
  if ((plastic.linkedTo ?? reference) !== reference) throw new Refusal(409, 'reference_reused');
  const { cardId, ...order } = plastic.order;
  const answer =
    cardId === undefined
      ? await deps.cards.create(program, { ...order, reference, initialStatus: 'inactive', threeDs })
      : await deps.cards.read(program, { cardId });
  if (plastic.linkedTo === undefined) await deps.commit([putPlastic(program, plastic, { linkedTo: reference })]);
  return answer;
};

/** Plastics: ordered, reported on, linked (AN-61). What becomes of them in between testers decide. */
export const plasticCalls = (deps: Dependencies): Record<'order' | 'find' | 'report' | 'link', Call> => ({
  order: (program, body) => take(deps, program, readBody(ordered, body)),
  find: async (program, body) => {
    const { reference } = readBody(byReference, body);
    return { status: 200, body: described(await known(deps, program, plasticIdOf(program, reference))) };
  },
  report: async (program, body) => ({
    status: 200,
    body: described(await known(deps, program, readBody(byId, body).orderId)),
  }),
  link: (program, body) => link(deps, program, readBody(linked, body)),
});
