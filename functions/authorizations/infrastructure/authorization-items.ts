import * as z from 'zod';
import { recordItem } from '../../kernel/events/record-item.ts';
import { currencies } from '../../kernel/money/currency.ts';
import { minorUnits, wholeNumber } from '../../kernel/persistence/item.ts';
import type { Item } from '../../kernel/persistence/table.ts';
import { fromTimestamp } from '../../kernel/time/clock.ts';
import type { Hold } from '../domain/hold.ts';
import { authorizationStates } from '../domain/hold.ts';
import type { MessageName } from '../domain/network-message.ts';
import type { RefundedPurchase, StoredAuthorization } from '../ports/authorization-store.ts';

/** How an authorization stands, beside its record. What is zero or empty is left out: the item stays below 1 KB. */
const attachedHold = z.object({
  state: z.enum(authorizationStates),
  left: minorUnits,
  version: wholeNumber,
  cleared: minorUnits.default(0n),
  reversed: minorUnits.default(0n),
  refunded: minorUnits.default(0n),
  shares: z.array(z.object({ slice: wholeNumber, amount: minorUnits })).default([]),
  counted: z
    .array(z.object({ key: z.string(), run: z.string(), minor: minorUnits, times: z.bigint().optional() }))
    .default([]),
  advised: wholeNumber.optional(),
});

const facts = z.object({
  cardId: z.string(),
  balanceId: z.string(),
  amount: z.object({ currency: z.enum(currencies) }),
  merchant: z.object({ name: z.string(), mcc: z.string(), country: z.string() }).optional(),
  authorizationId: z.string().optional(),
  debitId: z.string().optional(),
});

/** The stored form of a hold. */
export const holdToItem = (hold: Hold): Item => {
  const { cleared, reversed, refunded, shares, counted, advised, ...always } = z.encode(attachedHold, {
    ...hold,
    shares: [...hold.shares],
    counted: [...hold.counted],
  });
  return {
    ...always,
    ...(hold.cleared === 0n ? {} : { cleared }),
    ...(hold.reversed === 0n ? {} : { reversed }),
    ...(hold.refunded === 0n ? {} : { refunded }),
    ...(hold.shares.length === 0 ? {} : { shares }),
    ...(hold.counted.length === 0 ? {} : { counted }),
    ...(advised === undefined ? {} : { advised }),
  };
};

/** The authorization of a stored record; undefined for a record that is none. */
export const authorizationOf = (item: Item): StoredAuthorization | undefined => {
  const record = recordItem.decode(item);
  const hold = attachedHold.safeParse(record.attached);
  if (!hold.success) return undefined;
  const { cardId, balanceId, amount, merchant, authorizationId, debitId } = facts.parse(JSON.parse(record.data));
  return {
    authorizationId: authorizationId ?? record.resourceId,
    eventId: record.eventId,
    cardId,
    balanceId,
    currency: amount.currency,
    merchant,
    paidAtOnce: record.legs !== undefined,
    underMandate: debitId !== undefined,
    preceded: record.type === 'authorization.preceded',
    hold: hold.data,
  };
};

const named = z.object({ network: z.object({ id: z.string(), transmittedAt: z.string() }) });

/** The network's name of a stored purchase, when it is what a refund speaks of. */
export const purchaseNamed = (item: Item, { cardId, merchant, minor }: RefundedPurchase): MessageName | undefined => {
  const found = authorizationOf(item);
  const { name, mcc } = found?.merchant ?? {};
  const isIt = found?.cardId === cardId && name === merchant.name && mcc === merchant.mcc;
  if (!isIt || found.hold.cleared !== minor || found.hold.refunded !== 0n) return undefined;
  const { id, transmittedAt } = named.parse(JSON.parse(recordItem.decode(item).data)).network;
  return { id, transmittedAt: fromTimestamp(transmittedAt) };
};

const postedFacts = z.object({ suspense: z.boolean().default(false) });

/** Whether a stored record posted its money to suspense. */
export const wentToSuspense = (item: Item): boolean =>
  postedFacts.parse(JSON.parse(recordItem.decode(item).data)).suspense;
