import type { IdGenerator } from '../kernel/ids/ids.ts';
import { withPrefix } from '../kernel/ids/ids.ts';
import type { Money } from '../kernel/money/money.ts';
import { toWire } from '../kernel/money/money.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { WriteIntent } from '../kernel/persistence/write-intent.ts';
import { requireTransferAllowed } from './domain/limits.ts';
import { transferRecords } from './domain/transfer.ts';
import type { LimitedMoney, OwnedBalance } from './limited-money.ts';
import { balanceFor, commitWithin, creditWithin, limitUse, withOwner } from './limited-money.ts';
import type { TransferAnswer } from './movement-answers.ts';
import { presentTransfer } from './movement-answers.ts';

type Transferring = LimitedMoney & { readonly ids: IdGenerator };

interface Parties {
  readonly from: OwnedBalance;
  readonly to: OwnedBalance;
  readonly amount: Money;
}

const readParties = async (
  deps: Transferring,
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

/** The money stays with one person, as far as it was counted at all. */
const holdsTheSame = ({ from, to }: Parties): boolean => from.balance.person === to.person;

const prepare = (deps: Transferring, context: OperationContext, parties: Parties): readonly WriteIntent[] => {
  const { from, to, amount } = parties;
  const { tenant } = context;
  const { ledger, limits } = deps;
  const { balanceId, person } = from.balance;
  const debit = ledger.debit(tenant, balanceId, { amount, person });
  if (holdsTheSame(parties)) return [debit, ledger.credit(tenant, to.balance.balanceId, { amount, person })];
  const own = isOwn(parties);
  return [
    debit,
    ...creditWithin(deps, context, { to, movement: own ? 'own_transfer' : 'load', amount }),
    ...(own ? [] : limits.raise(tenant, limitUse(context, from, { movement: 'transfer_other', amount }))),
  ];
};

/**
 * Moves money between two balances of the tenant (M-11), in one transaction.
 *
 * 1. A small instrument does not transfer out (rule 63).
 * 2. Commit debit, credit, limits of both persons (rules 58 to 60, 64, 66), journal entry, statement line of the
 *    receiver and key together. The stream's fold lowers what the sender's person holds.
 */
export const transferBetween = async (
  deps: Transferring,
  context: OperationContext,
  asked: {
    readonly fromBalanceId: string;
    readonly toBalanceId: string;
    readonly amount: Money;
    /** The receiver as the caller named it. */
    readonly to: TransferAnswer['to'];
  },
): Promise<TransferAnswer> => {
  const { tenant } = context;
  const { fromBalanceId, toBalanceId, amount, to } = asked;
  const parties = await readParties(deps, context, asked);
  requireTransferAllowed({ level: parties.from.owner.kycLevel, currency: amount.currency }, context.clock.now());
  const [outEvent, inEvent] = [deps.ids.next('evt', tenant), deps.ids.next('evt', tenant)];
  const transferId = withPrefix(outEvent, 'trf');
  const records = transferRecords(
    { balanceId: fromBalanceId, partition: deps.balances.partition(tenant, fromBalanceId), eventId: outEvent },
    { balanceId: toBalanceId, partition: deps.balances.partition(tenant, toBalanceId), eventId: inEvent },
    { amount, transferId, person: holdsTheSame(parties) ? undefined : parties.from.balance.person },
  );
  const transactionIds = { out: withPrefix(outEvent, 'txn'), in: withPrefix(inEvent, 'txn') };
  const answer = presentTransfer({ transferId, fromBalanceId, to, amount: toWire(amount), transactionIds });
  return commitWithin(deps, context, { work: { writes: prepare(deps, context, parties), records }, answer });
};
