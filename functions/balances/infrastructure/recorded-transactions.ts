import * as z from 'zod';
import { recordItem } from '../../kernel/events/record-item.ts';
import { currencies } from '../../kernel/money/currency.ts';
import type { Expression, Item } from '../../kernel/persistence/table.ts';
import { fromTimestamp } from '../../kernel/time/clock.ts';
import type { RecordedTransaction } from '../domain/recorded-transaction.ts';
import { transactionStatuses } from '../domain/recorded-transaction.ts';
import type { TransactionType } from '../domain/transaction.ts';
import { transactionTypes } from '../domain/transaction.ts';

/** What `transactionRecord` writes as the record's data. */
const movement = z.object({
  transactionId: z.string(),
  balanceId: z.string(),
  type: z.enum(transactionTypes),
  status: z.enum(transactionStatuses),
  amount: z.object({ amount: z.int(), currency: z.enum(currencies) }),
  reference: z.string(),
  description: z.string().optional(),
});

/** @throws when the stored record is no movement of a balance: a defect */
export const toTransaction = (item: Item): RecordedTransaction => {
  const { data, at } = recordItem.decode(item);
  const { amount, ...facts } = movement.parse(JSON.parse(data));
  return { ...facts, minor: BigInt(amount.amount), currency: amount.currency, createdAt: fromTimestamp(at) };
};

/** Records that are movements of balances, among a tenant's other ones. */
export const areTransactions: Expression = {
  text: '#resourceType = :transaction',
  names: { '#resourceType': 'resourceType' },
  values: { ':transaction': 'transaction' },
};

/**
 * Records of one type of movement. A record's data is stored as JSON text, in which an unescaped quote can only be one
 * of its own: nothing that a caller wrote matches.
 */
export const areOfType = (type: TransactionType): Expression => ({
  text: 'contains(#data, :type)',
  names: { '#data': 'data' },
  values: { ':type': `"type":${JSON.stringify(type)}` },
});
