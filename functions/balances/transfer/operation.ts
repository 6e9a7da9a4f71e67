import type { IdGenerator } from '../../kernel/ids/ids.ts';
import { withPrefix } from '../../kernel/ids/ids.ts';
import type { Money } from '../../kernel/money/money.ts';
import { fromWire } from '../../kernel/money/money.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import { requireTransferAllowed } from '../domain/limits.ts';
import { transferRecords } from '../domain/transfer.ts';
import type { LimitedMoney, OwnedBalance } from '../limited-money.ts';
import { balanceFor, commitWithin, creditWithin, debitWithin, limitUse, withOwner } from '../limited-money.ts';
import type { transfer as declaration } from './declaration.ts';

type Dependencies = LimitedMoney & { readonly ids: IdGenerator };

interface Parties {
  readonly from: OwnedBalance;
  readonly to: OwnedBalance;
  readonly amount: Money;
}

const readParties = async (
  deps: Dependencies,
  context: OperationContext,
  asked: { readonly fromBalanceId: string; readonly toBalanceId: string; readonly amount: Money },
): Promise<Parties> => {
  const { amount } = asked;
  const [from, to] = await Promise.all(
    [asked.fromBalanceId, asked.toBalanceId].map((balanceId) => balanceFor(deps, context, { balanceId, amount })),
  );
  if (from === undefined || to === undefined) throw new Error('two balances were asked for');
  const [sender, receiver] = await Promise.all([withOwner(deps, context, from), withOwner(deps, context, to)]);
  return { from: sender, to: receiver, amount };
};

/** Nobody moves money between two customers of one person, so that is no transfer to somebody else. */
const isOwn = ({ from, to }: Parties): boolean =>
  from.balance.customerId === to.balance.customerId || from.person === to.person;

const prepare = (deps: Dependencies, context: OperationContext, parties: Parties): readonly WriteIntent[] => {
  const { from, to, amount } = parties;
  const { tenant } = context;
  const { ledger, limits } = deps;
  const { balance } = from;
  if (balance.person === to.person) {
    // What the person holds stays the same, and no item may be written twice.
    return [
      ledger.debit(tenant, balance.balanceId, { amount, person: balance.person }),
      ledger.credit(tenant, to.balance.balanceId, { amount, person: to.person }),
    ];
  }
  const own = isOwn(parties);
  return [
    ...debitWithin(deps, context, { balance, amount }),
    ...creditWithin(deps, context, { to, movement: own ? 'own_transfer' : 'load', amount }),
    ...(own ? [] : limits.raise(tenant, limitUse(context, from, { movement: 'transfer_other', amount }))),
  ];
};

/**
 * Moves money between two balances of the tenant (M-11).
 *
 * In: two balances and an amount. Out: the transfer, completed.
 * 1. Find both balances and their owners. A small instrument does not transfer out (rule 63), a suspended customer
 *    does not either.
 * 2. Commit debit, credit, limits of both persons (rules 58 to 60, 64, 66), journal entry, statement line of the
 *    receiver and key together.
 */
export const transfer =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, body }) => {
    const { tenant } = context;
    const amount = fromWire(body.amount);
    const { fromBalanceId, to } = body;
    const parties = await readParties(deps, context, { fromBalanceId, toBalanceId: to.balanceId, amount });
    const { owner } = parties.from;
    requireTransferAllowed({ level: owner.kycLevel, currency: amount.currency }, context.clock.now());
    const [outEvent, inEvent] = [deps.ids.next('evt', tenant), deps.ids.next('evt', tenant)];
    const transferId = withPrefix(outEvent, 'trf');
    const records = transferRecords(
      { balanceId: fromBalanceId, partition: deps.balances.partition(tenant, fromBalanceId), eventId: outEvent },
      { balanceId: to.balanceId, partition: deps.balances.partition(tenant, to.balanceId), eventId: inEvent },
      { amount, transferId },
    );
    const answer = {
      transferId,
      fromBalanceId,
      to: { balanceId: to.balanceId },
      status: 'completed',
      amount: body.amount,
      transactionIds: { out: withPrefix(outEvent, 'txn'), in: withPrefix(inEvent, 'txn') },
    } as const;
    return commitWithin(deps, context, { work: { writes: prepare(deps, context, parties), records }, answer });
  };
