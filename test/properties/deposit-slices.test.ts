import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partnerAccount } from '../../functions/balances/domain/accounts.ts';
import type { Share } from '../../functions/balances/domain/deposit-slices.ts';
import { InsufficientFunds } from '../../functions/balances/domain/ledger-errors.ts';
import {
  dynamoDepositEscrow,
  dynamoDepositReload,
} from '../../functions/balances/infrastructure/dynamo-deposit-escrow.ts';
import { dynamoDepositRebalancing } from '../../functions/balances/infrastructure/dynamo-deposit-rebalancing.ts';
import { rebalanceDeposits } from '../../functions/balances/rebalance-deposits/operation.ts';
import { recordItem } from '../../functions/kernel/events/record-item.ts';
import { systemContexts } from '../../functions/kernel/operation/system-context.ts';
import { unitOfWork } from '../../functions/kernel/persistence/unit-of-work.ts';
import type { WriteIntent } from '../../functions/kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import { tenantDirectory } from '../../functions/kernel/tenancy/tenant-directory.ts';
import type { Reservation } from '../functions/balances/given-deposits.ts';
import { commitIntents, reserveProbing, slicesOf, sumsOf } from '../functions/balances/given-deposits.ts';
import { givenPartner, moved } from '../functions/balances/given-partners.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

const amount = fc.bigInt({ min: 1n, max: 1_500n });
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('reserve' as const), amount, balance: fc.nat(200) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('release', 'settle'), part: fc.bigInt({ min: 1n, max: 400n }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reload' as const), amount }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rebalance' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Groups of steps that happen at once. */
const history = fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 5 });

/** One tenant with a deposit, and what is known to have happened to it. */
class Deposit {
  readonly #tenant: TenantContext;
  readonly #account: string;
  /** Each reservation as it still stands. */
  readonly #held: (readonly Share[])[] = [];
  #posted = 0n;
  readonly #escrow = dynamoDepositEscrow(platform.table);

  readonly #partnerBalanceId: string;

  constructor(tenant: TenantContext, partnerBalanceId: string) {
    this.#tenant = tenant;
    this.#partnerBalanceId = partnerBalanceId;
    this.#account = partnerAccount(partnerBalanceId);
  }

  /** Does the steps at once. @returns the refused amounts, and what was reserved */
  async together(steps: readonly Step[]): Promise<{ refused: bigint[]; reserved: bigint; outrun: number }> {
    const group = { refused: [] as bigint[], reserved: 0n, outrun: 0 };
    const free = this.#held.splice(0);
    await Promise.all(
      steps.map(async (one) => {
        if (one.kind === 'reserve') {
          const done = await this.#reserve(one.amount, `bal_${String(one.balance)}`);
          if (done.outcome === 'reserved') {
            this.#held.push(done.shares);
            group.reserved += one.amount;
          } else if (done.outcome === 'short') group.refused.push(one.amount);
          else group.outrun += 1;
        } else if (one.kind === 'reload') await this.reload(one.amount);
        else if (one.kind === 'rebalance') await this.#rebalance();
        else await this.#end(one, free.pop() ?? []);
      }),
    );
    this.#held.push(...free);
    return group;
  }

  async reload(minor: bigint): Promise<void> {
    this.#posted += minor;
    const intents = await dynamoDepositReload(platform.table).reload(this.#tenant, 'INR', minor);
    await commitIntents(platform, [...intents, this.#journal(['pooled', this.#account, minor])]);
  }

  /** What the slices must sum to, by what happened. */
  expected(): { posted: bigint; held: bigint } {
    return { posted: this.#posted, held: this.#held.flat().reduce((sum, share) => sum + share.amount, 0n) };
  }

  async journal(): Promise<bigint> {
    const records = (await platform.items('record')).filter(({ tenantId }) => tenantId === this.#tenant.tenantId);
    const legs = records.flatMap((record) => recordItem.decode(record).legs ?? []);
    return legs.filter(({ account }) => account === this.#account).reduce((sum, { minor }) => sum + minor, 0n);
  }

  #journal([from, to, minor]: readonly [string, string, bigint]): WriteIntent {
    const item = moved(platform, this.#tenant, [from, to, minor]);
    return { label: 'record', write: { kind: 'put', item }, refused: () => new Error('the entry was refused') };
  }

  /** The operation, for this deposit only: those of earlier runs are as they are. */
  async #rebalance(): Promise<void> {
    const deposits = dynamoDepositRebalancing(platform.table, tenantDirectory(platform.table));
    const own = { tenant: this.#tenant, partnerBalanceId: this.#partnerBalanceId, currency: 'INR' as const };
    await rebalanceDeposits({
      deposits: { ...deposits, eachDeposit: (visit) => visit(own) },
      contextOf: (tenantId) => systemContexts(platform, 'rebalanceDeposits')(tenantId, 'req_1'),
      unitOfWork: unitOfWork(platform),
    })();
  }

  async #reserve(minor: bigint, balanceId: string): Promise<Reservation> {
    return reserveProbing(this.#escrow, { tenant: this.#tenant, balanceId, amount: minor }, (intents) =>
      commitIntents(platform, intents).then(
        () => true,
        (error: unknown) => {
          if (error instanceof InsufficientFunds) return false;
          throw error;
        },
      ),
    );
  }

  /** Ends a part of a reservation. */
  async #end({ kind, part }: { kind: string; part: bigint }, shares: readonly Share[]): Promise<void> {
    const { first, rest } = this.#escrow.split(shares, part);
    const minor = first.reduce((sum, share) => sum + share.amount, 0n);
    if (minor > 0n && kind === 'settle') {
      this.#posted -= minor;
      const intents = this.#escrow.settle(this.#tenant, { currency: 'INR', shares: first });
      await commitIntents(platform, [...intents, this.#journal([this.#account, 'settlement', minor])]);
    } else {
      await this.#free(first);
    }
    if (rest.length > 0) this.#held.push(rest);
  }

  async #free(shares: readonly Share[]): Promise<void> {
    if (shares.length > 0) {
      await commitIntents(platform, this.#escrow.release(this.#tenant, { currency: 'INR', shares }));
    }
  }
}

describe('Deposit slices', () => {
  it('I20 never over-commit, equal the journal, and refuse only when their sum is short, whatever happens at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: 0n, max: 6_000n }), history, async (start, groups) => {
        const tenant = await platform.tenant();
        const { partnerBalanceId } = await givenPartner(platform, tenant, { kind: 'deposit' });
        const deposit = new Deposit(tenant, partnerBalanceId);
        if (start > 0n) await deposit.reload(start);
        for (const steps of groups) {
          const before = await sumsOf(platform, tenant);
          const group = await deposit.together(steps);
          const after = await sumsOf(platform, tenant);
          const { posted, held } = deposit.expected();
          expect({ ...after, available: after.available + after.held }).toEqual({ available: posted, held, moved: 0n });
          const slices = await slicesOf(platform, tenant);
          expect(slices.every((slice) => slice.available >= 0n && slice.held >= 0n)).toBe(true);
          // While the group ran, at least this was available together.
          const least = before.available - group.reserved;
          expect(group.refused.every((refused) => refused > least)).toBe(true);
          // Fewer others than probes: nobody can be outrun every time.
          expect(group.outrun).toBe(0);
        }
        expect(await deposit.journal()).toBe(deposit.expected().posted);
      }),
      { numRuns: 12 },
    );
  });
});
