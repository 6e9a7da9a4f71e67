import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { balanceItem } from '../../functions/balances/infrastructure/balance-items.ts';
import { transactionTypes } from '../../functions/balances/domain/transaction.ts';
import { recordItem } from '../../functions/kernel/events/record-item.ts';
import { currencies } from '../../functions/kernel/money/currency.ts';
import { money } from '../../functions/kernel/money/money.ts';
import type { Item } from '../../functions/kernel/persistence/table.ts';
import type { Movement, MovementKind } from '../../functions/policies/shadow.ts';

const posted = z.object({
  transactionId: z.string(),
  balanceId: z.string(),
  type: z.enum(transactionTypes),
  amount: z.object({ amount: z.int(), currency: z.enum(currencies) }),
  reference: z.string(),
  merchant: z.object({ mcc: z.string(), country: z.string() }).optional(),
});
type Posted = z.output<typeof posted> & { readonly at: string };

interface Holder {
  readonly person: string;
  readonly category: Movement['category'];
  readonly openedAt: Temporal.Instant;
}

/** Codes of merchants who hand out cash. */
const cashCodes: ReadonlySet<string> = new Set(['6010', '6011']);

/** Types that say all about their kind. No money comes in as cash on this platform. */
const plainKinds: Partial<Record<Posted['type'], MovementKind>> = {
  load: 'load',
  account_credit: 'load',
  debit: 'payment',
  withdrawal: 'payment',
};

const isPurchase: ReadonlySet<Posted['type']> = new Set(['clearing', 'force_post', 'financial']);

/** What happened to the money of prepaid instruments, read from the items of a table in any order. */
export class RecordedMovements {
  readonly #posted: Posted[] = [];
  readonly #holders = new Map<string, Holder>();
  /** Balance that a transfer reached. */
  readonly #receivers = new Map<string, string>();

  add(item: Item): void {
    if (item['item'] === balanceItem.name) this.#balance(item);
    if (item['item'] === recordItem.name) this.#record(item);
  }

  /** Movements of INR; what the drafts do not speak of (refunds, returns, corrections, money of one's own) is left out. */
  movements(): readonly Movement[] {
    return this.#posted.flatMap((transaction) => {
      const holder = this.#holders.get(transaction.balanceId);
      const kind = this.#kindOf(transaction, holder);
      const { amount, currency } = transaction.amount;
      if (holder === undefined || kind === undefined || currency !== 'INR' || amount === 0) return [];
      return [
        {
          ...holder,
          kind,
          id: transaction.transactionId,
          amount: money(BigInt(Math.abs(amount)), currency),
          at: Temporal.Instant.from(transaction.at),
          abroad: transaction.merchant !== undefined && transaction.merchant.country !== 'IN',
        },
      ];
    });
  }

  #balance(item: Item): void {
    const { balanceId, customerId, person, level, createdAt } = balanceItem.decode(item);
    this.#holders.set(balanceId, {
      person: person ?? customerId,
      category: level === 'full' ? 'full' : 'small',
      openedAt: createdAt,
    });
  }

  #record(item: Item): void {
    const { resourceType, data, at } = recordItem.decode(item);
    if (resourceType !== 'transaction') return;
    const transaction = { ...posted.parse(JSON.parse(data)), at };
    this.#posted.push(transaction);
    if (transaction.type === 'transfer_in') this.#receivers.set(transaction.reference, transaction.balanceId);
  }

  #kindOf(transaction: Posted, holder: Holder | undefined): MovementKind | undefined {
    const { type, reference, merchant, amount } = transaction;
    if (type === 'transfer_out') return this.#reaches(holder, reference) ? undefined : 'transfer_to_other';
    if (!isPurchase.has(type)) return plainKinds[type];
    if (amount.amount >= 0) return undefined;
    return cashCodes.has(merchant?.mcc ?? '') ? 'cash_out' : 'purchase';
  }

  /** Whether a transfer stayed with the person who made it. */
  #reaches(holder: Holder | undefined, reference: string): boolean {
    const receiver = this.#holders.get(this.#receivers.get(reference) ?? '');
    return receiver !== undefined && receiver.person === holder?.person;
  }
}
