import { contraAccounts, customerAccount, partnerAccount } from '../../functions/balances/domain/accounts.ts';
import type { LedgerTotal } from '../../functions/balances/domain/ledger-totals.ts';
import { totalAccounts, totalsOf } from '../../functions/balances/domain/ledger-totals.ts';
import { balanceItem } from '../../functions/balances/infrastructure/balance-items.ts';
import { entryOfRecord } from '../../functions/balances/infrastructure/dynamo-ledger-fold.ts';
import { chainBlockOf } from '../../functions/balances/infrastructure/dynamo-chain.ts';
import { chainBlockItem, ledgerTotalItem } from '../../functions/balances/infrastructure/ledger-items.ts';
import { depositSliceItem, partnerBalanceItem } from '../../functions/balances/infrastructure/partner-items.ts';
import type { JournalEntry } from '../../functions/balances/ports/ledger-fold.ts';
import { recordItem } from '../../functions/kernel/events/record-item.ts';
import type { Leg } from '../../functions/kernel/money/leg.ts';
import { assertBalanced } from '../../functions/kernel/money/leg.ts';
import type { Item } from '../../functions/kernel/persistence/table.ts';
import type { ChainReport, ChainTerms } from './chain-audit.ts';
import { ChainAudit } from './chain-audit.ts';

/** Minor units per account of a tenant and currency; the key is `<tenantId> <account> <currency>`. */
type Sums = Map<string, bigint>;

const raise = (sums: Sums, name: string, minor: bigint): void => {
  sums.set(name, (sums.get(name) ?? 0n) + minor);
};

const tenantOf = (item: Item): string => String(item['pk']).split('#')[1] ?? '';

export interface LedgerReport {
  readonly entries: number;
  readonly balances: number;
  readonly partnerBalances: number;
  /** Sums over all tenants, of the journal. */
  readonly totals: readonly LedgerTotal[];
  readonly chain: ChainReport;
  /** One line each; none when the ledger is in order. */
  readonly differences: readonly string[];
}

/** Adds up every item of a table, in any order, and compares what is stored with what the journal says. */
export class LedgerCheck {
  readonly #entries: JournalEntry[] = [];
  readonly #journal: Sums = new Map();
  readonly #journalTotals: Sums = new Map();
  readonly #stored: Sums = new Map();
  readonly #storedTotals: Sums = new Map();
  /** What slices of a deposit got from others; each move is there twice, with both signs. */
  readonly #moved: Sums = new Map();
  readonly #faults: string[] = [];
  readonly #chains = new ChainAudit();
  #balances = 0;
  #partnerBalances = 0;

  add(item: Item): void {
    try {
      this.#add(item);
    } catch (error) {
      const reason = error instanceof Error ? error.name : 'unknown';
      this.#faults.push(
        `${String(item['pk'])} ${String(item['sk'])} is not a sound ${String(item['item'])}: ${reason}`,
      );
    }
  }

  /** The journal: what is in the chains, and with that in the totals, and what is not. */
  entries(): ReturnType<ChainAudit['divided']> {
    return this.#chains.divided();
  }

  report(terms: ChainTerms): LedgerReport {
    const chain = this.#chains.report(terms);
    return {
      entries: this.#entries.length,
      balances: this.#balances,
      partnerBalances: this.#partnerBalances,
      totals: totalsOf(this.#entries.flatMap(({ legs }) => legs)),
      chain,
      differences: [
        ...this.#faults,
        ...chain.differences,
        ...this.#trialBalance(),
        ...differences('is stored', this.#stored, this.#journal),
        ...this.#moves(),
        ...differences('is the total', this.#storedTotals, this.#journalTotals),
      ],
    };
  }

  #add(item: Item): void {
    const tenantId = tenantOf(item);
    switch (item['item']) {
      case recordItem.name:
        this.#record(item);
        return;
      case balanceItem.name: {
        const { balanceId, currency, available, held } = balanceItem.decode(item);
        this.#balances += 1;
        raise(this.#stored, `${tenantId} ${customerAccount(balanceId)} ${currency}`, available + held);
        return;
      }
      case partnerBalanceItem.name: {
        const { partnerBalanceId, currency, available = 0n } = partnerBalanceItem.decode(item);
        this.#partnerBalances += 1;
        raise(this.#stored, `${tenantId} ${partnerAccount(partnerBalanceId)} ${currency}`, available);
        return;
      }
      case depositSliceItem.name: {
        const { partnerBalanceId, currency, available, held, moved } = depositSliceItem.decode(item);
        const name = `${tenantId} ${partnerAccount(partnerBalanceId)} ${currency}`;
        raise(this.#stored, name, available + held);
        raise(this.#moved, name, moved);
        return;
      }
      case chainBlockItem.name:
        this.#chains.addBlock(tenantId, chainBlockOf(item));
        return;
      case ledgerTotalItem.name: {
        const { account, currency, minor } = ledgerTotalItem.decode(item);
        raise(this.#storedTotals, `${tenantId} ${account} ${currency}`, minor);
        return;
      }
      default:
      // Not the ledger's.
    }
  }

  #record(item: Item): void {
    const entry = entryOfRecord(item);
    if (entry === undefined) return;
    this.#chains.addEntry(entry);
    const totals = totalsOf(entry.legs);
    this.#entries.push(entry);
    for (const leg of entry.legs.filter(isHeldByAnItem)) {
      raise(this.#journal, `${entry.tenantId} ${leg.account} ${leg.currency}`, leg.minor);
    }
    for (const { account, currency, minor } of totals) {
      raise(this.#journalTotals, `${entry.tenantId} ${account} ${currency}`, minor);
    }
    assertBalanced(entry.legs);
  }

  #moves(): readonly string[] {
    return [...this.#moved].flatMap(([name, sum]) =>
      sum === 0n ? [] : [`${name}: what its slices moved is ${String(sum)} and not zero`],
    );
  }

  #trialBalance(): readonly string[] {
    const sums: Sums = new Map();
    for (const { legs } of this.#entries) for (const { currency, minor } of legs) raise(sums, currency, minor);
    return [...sums].flatMap(([currency, sum]) =>
      sum === 0n ? [] : [`the trial balance of ${currency} is ${String(sum)} and not zero`],
    );
  }
}

const isHeldByAnItem = ({ account }: Leg): boolean => !contraAccounts.some((name) => name === account);

const differences = (what: string, stored: Sums, journal: Sums): readonly string[] =>
  [...new Set([...stored.keys(), ...journal.keys()])].sort().flatMap((name) => {
    const [left, right] = [stored.get(name) ?? 0n, journal.get(name) ?? 0n];
    return left === right ? [] : [`${name}: ${String(left)} ${what}, the journal says ${String(right)}`];
  });

/** A report as people read it. */
export const linesOf = (report: LedgerReport, table: string): readonly string[] => {
  const { entries, balances, partnerBalances, totals, chain } = report;
  const counted = `${entries} entries, ${balances} balances, ${partnerBalances} partner balances in ${table}`;
  const currencies = [...new Set(totals.map(({ currency }) => currency))].sort();
  const trial = currencies.map((currency) => {
    const own = totalAccounts.flatMap((account) =>
      totals
        .filter((total) => total.account === account && total.currency === currency)
        .map(({ minor }) => `${account} ${String(minor)}`),
    );
    const sum = totals.filter((total) => total.currency === currency).reduce((whole, { minor }) => whole + minor, 0n);
    return `${currency}: ${own.join(', ')}; sum ${String(sum)}`;
  });
  const heads = chain.heads.map(({ tenantId, sequence, hash }) => `chain head ${tenantId}:${sequence}:${hash}`);
  const waiting = chain.waiting === 0 ? [] : [`chain: ${chain.waiting} new entries are not in it yet`];
  const found = report.differences.length;
  const verdict = found === 0 ? 'in order' : `${found} ${found === 1 ? 'difference' : 'differences'}`;
  return [`ledger: ${counted}`, ...trial, ...heads, ...waiting, ...report.differences, `ledger: ${verdict}`];
};
