import * as z from 'zod';
import type { StoredRecord } from '../../kernel/events/record-item.ts';
import { recordItem } from '../../kernel/events/record-item.ts';
import { withPrefix } from '../../kernel/ids/ids.ts';
import { currencies } from '../../kernel/money/currency.ts';
import { minorUnits } from '../../kernel/persistence/item.ts';
import type { Expression, Item } from '../../kernel/persistence/table.ts';
import { fromTimestamp } from '../../kernel/time/clock.ts';
import type { RecordedTransaction } from '../domain/recorded-transaction.ts';
import { transactionStatuses } from '../domain/recorded-transaction.ts';
import type { TransactionType } from '../domain/transaction.ts';
import { transactionTypes } from '../domain/transaction.ts';

const amount = z.object({ amount: z.int(), currency: z.enum(currencies) });

/** What `transactionRecord` writes as the record's data. */
const movement = z.object({
  transactionId: z.string(),
  balanceId: z.string(),
  type: z.enum(transactionTypes),
  status: z.enum(transactionStatuses),
  amount,
  reference: z.string(),
  description: z.string().optional(),
});

/** What the record of an authorization tells a history. */
const reservation = z.object({
  balanceId: z.string(),
  amount: amount.pick({ currency: true }),
  merchant: z.object({ name: z.string() }).optional(),
});

/** How a reservation stands, beside its record: what is held for it, and what was posted of it. */
const standing = z.object({
  state: z.string().optional(),
  left: minorUnits,
  cleared: minorUnits.default(0n),
});

/** Nothing was ever held: refused, or only messages about it came so far. */
const nothingHeld: ReadonlySet<string> = new Set(['declined', 'early']);

const recorded = (record: StoredRecord): RecordedTransaction | undefined => {
  if (record.resourceType === 'transaction') {
    const { amount: wire, ...facts } = movement.parse(JSON.parse(record.data));
    return { ...facts, minor: BigInt(wire.amount), currency: wire.currency, createdAt: fromTimestamp(record.at) };
  }
  // Messages about an authorization are records of it too; nothing stands beside them.
  if (record.resourceType !== 'authorization' || record.attached === undefined) return undefined;
  const { balanceId, amount: wire, merchant } = reservation.parse(JSON.parse(record.data));
  return {
    transactionId: withPrefix(record.eventId, 'txn'),
    balanceId,
    type: 'authorization',
    status: 'pending',
    minor: 0n,
    currency: wire.currency,
    reference: record.resourceId,
    ...(merchant === undefined ? {} : { description: merchant.name }),
    createdAt: fromTimestamp(record.at),
  };
};

/**
 * The transaction of a stored record. A journal entry is what it says; a reservation is pending with what is held now,
 * and afterwards posted with what was moved of it, which is nothing when it was released.
 * @returns undefined for a record that is none
 * @throws when the record cannot be read: a defect
 */
export const toTransaction = (item: Item): RecordedTransaction | undefined => {
  const record = recordItem.decode(item);
  const transaction = recorded(record);
  if (transaction === undefined || record.attached === undefined || record.legs !== undefined) return transaction;
  const { state, left, cleared } = standing.parse(record.attached);
  if (state !== undefined && nothingHeld.has(state)) return undefined;
  return left > 0n
    ? { ...transaction, status: 'pending', minor: -left }
    : { ...transaction, status: 'posted', minor: -cleared };
};

/**
 * Records that are rows of a history: movements, and reservations as long as something is held. A movement may have no
 * legs of its own (the second line of a transfer), a single message has legs and something beside it.
 */
export const areTransactions: Expression = {
  text:
    '(#resourceType = :transaction AND (attribute_not_exists(#attached) OR attribute_exists(#legs))' +
    ' OR #resourceType IN (:transaction, :authorization) AND #attached.#left > :nothing)',
  names: { '#resourceType': 'resourceType', '#attached': 'attached', '#left': 'left', '#legs': 'legs' },
  values: { ':transaction': 'transaction', ':authorization': 'authorization', ':nothing': 0n },
};

/**
 * Records of one type of movement; narrows `areTransactions`. A record's data is stored as JSON text, in which an
 * unescaped quote can only be one of its own: nothing that a caller wrote matches.
 */
export const areOfType = (type: TransactionType): Expression =>
  type === 'authorization'
    ? { text: '#resourceType = :authorization' }
    : {
        text: '#resourceType = :transaction AND contains(#data, :type)',
        names: { '#data': 'data' },
        values: { ':type': `"type":${JSON.stringify(type)}` },
      };
