import * as z from 'zod';
import { customerAccount, partnerAccount } from '../../functions/balances/domain/accounts.ts';
import { balanceItem } from '../../functions/balances/infrastructure/balance-items.ts';
import { depositSliceItem } from '../../functions/balances/infrastructure/partner-items.ts';
import { recordItem } from '../../functions/kernel/events/record-item.ts';
import type { Leg } from '../../functions/kernel/money/leg.ts';
import type { Item } from '../../functions/kernel/persistence/table.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';

const openHold = z.object({
  left: z.bigint(),
  shares: z.array(z.object({ slice: z.bigint(), amount: z.bigint() })).default([]),
});

/** What one balance has, beside what its records say that it should have; minor units. */
export interface BalanceBooks {
  readonly balanceId: string;
  readonly available: bigint;
  readonly held: bigint;
  /** Sum of what the open holds of its records have left. */
  readonly left: bigint;
  /** Sum of the journal's legs on its account. */
  readonly journal: bigint;
  readonly counters: Readonly<Record<string, bigint>>;
}

export interface TenantBooks {
  readonly balances: ReadonlyMap<string, BalanceBooks>;
  /** Sum of each record's legs that is not zero. */
  readonly unbalanced: readonly bigint[];
  /** Sum over all accounts. */
  readonly sum: bigint;
  readonly deposit: {
    readonly available: bigint;
    readonly held: bigint;
    /** Least that any slice has held. */
    readonly leastHeld: bigint;
    /** What open holds have of it. */
    readonly shares: bigint;
    readonly journal: bigint;
  };
}

const total = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((sum, amount) => sum + amount, 0n);

const onAccount = (legs: readonly Leg[], account: string): bigint =>
  total(legs.filter((leg) => leg.account === account).map(({ minor }) => minor));

/** Reads all that a tenant's items say about its money. */
export const booksOf = (items: readonly Item[], tenant: TenantContext): TenantBooks => {
  const own = items.filter(({ pk }) => String(pk).startsWith(`T#${tenant.tenantId}#`));
  const records = own.filter(({ item }) => item === recordItem.name);
  const legsOf = new Map(records.map((record) => [record, recordItem.decode(record).legs ?? []]));
  const legs = [...legsOf.values()].flat();
  const slices = own.filter(({ item }) => item === depositSliceItem.name).map((item) => depositSliceItem.decode(item));
  const holds = records.flatMap((record) => {
    const hold = openHold.safeParse(record['attached']);
    return hold.success ? [{ pk: record['pk'], ...hold.data }] : [];
  });
  const [purse] = slices;
  const balances = own
    .filter(({ item }) => item === balanceItem.name)
    .map((item): BalanceBooks => {
      const { balanceId, available, held, counters = {} } = balanceItem.decode(item);
      return {
        balanceId,
        available,
        held,
        left: total(holds.filter(({ pk }) => pk === item['pk']).map(({ left }) => left)),
        journal: onAccount(legs, customerAccount(balanceId)),
        counters: Object.fromEntries(Object.entries(counters).map(([key, { used }]) => [key, used])),
      };
    });
  return {
    balances: new Map(balances.map((books) => [books.balanceId, books])),
    unbalanced: [...legsOf.values()].map((own) => total(own.map(({ minor }) => minor))).filter((sum) => sum !== 0n),
    sum: total(legs.map(({ minor }) => minor)),
    deposit: {
      available: total(slices.map(({ available }) => available)),
      held: total(slices.map(({ held }) => held)),
      leastHeld: slices.reduce((least, { held }) => (held < least ? held : least), 0n),
      shares: total(holds.flatMap(({ shares }) => shares.map(({ amount }) => amount))),
      journal: purse === undefined ? 0n : onAccount(legs, partnerAccount(purse.partnerBalanceId)),
    },
  };
};
