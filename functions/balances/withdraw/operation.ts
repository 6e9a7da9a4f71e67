import type { CustomerDirectory } from '../../customers/ports/customer-directory.ts';
import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { Money } from '../../kernel/money/money.ts';
import { fromWire } from '../../kernel/money/money.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { ProgramDirectory } from '../../tenants/ports/program-directory.ts';
import type { Balance } from '../domain/balance.ts';
import { customerNotFound } from '../domain/balance-errors.ts';
import { identityOf } from '../maker-checker.ts';
import type { Withdrawal } from '../domain/withdrawal.ts';
import { needsApproval, requestWithdrawal, requirePayout, withdrawableStates } from '../domain/withdrawal.ts';
import { heldLine, withdrawalEntry, withdrawalRecord } from '../domain/withdrawal-events.ts';
import { balanceFor } from '../limited-money.ts';
import { presentWithdrawal } from '../withdrawal-answers.ts';
import type { Destination, PayeeDependencies } from '../withdrawal-payee.ts';
import { payeeOf } from '../withdrawal-payee.ts';
import type { Withdrawing } from '../withdrawing.ts';
import { answerOf, newMovement, receiverOf, settleLater } from '../withdrawing.ts';
import type { withdraw as declaration } from './declaration.ts';

export type WithdrawDependencies = Withdrawing &
  PayeeDependencies & { readonly customers: CustomerDirectory; readonly programs: ProgramDirectory };

type Wanted = Pick<Withdrawal, 'withdrawalId' | 'balanceId' | 'amount' | 'destination' | 'payee' | 'maker'>;

/** What is about to be withdrawn, out of what, and for a source how much came from it. */
interface Prepared {
  readonly wanted: Wanted;
  readonly balance: Balance;
  readonly came: bigint | undefined;
}

/** Checks what can be checked before money is touched, and finds out where it goes. */
const wantedOf = async (
  deps: WithdrawDependencies,
  context: OperationContext,
  asked: { withdrawalId: string; balanceId: string; amount: Money; destination: Destination },
): Promise<Prepared> => {
  const { withdrawalId, balanceId, amount, destination } = asked;
  const balance = await balanceFor(deps, context, { balanceId, amount });
  const owner = await deps.customers.find(context.tenant, balance.customerId);
  if (owner === undefined) throw customerNotFound();
  if (owner.status === 'suspended' || owner.status === 'closed') {
    throw new InvalidState(`The customer is ${owner.status}.`);
  }
  requirePayout(balance, { destination: destination.type, level: owner.kycLevel }, context.clock.now());
  const { payee, came } = await payeeOf(deps, context, { balance, destination, amount });
  const maker = identityOf(context.caller);
  return { balance, came, wanted: { withdrawalId, balanceId, amount, destination: destination.type, payee, maker } };
};

/** To the program at once: one transaction is all of it. */
const completeAtOnce = async (
  deps: WithdrawDependencies,
  context: OperationContext,
  { wanted, balance, came }: Prepared,
): Promise<ReturnType<typeof presentWithdrawal>> => {
  const { withdrawals, balances, ledger } = deps;
  const { tenant, clock } = context;
  const { balanceId, amount, withdrawalId } = wanted;
  const { person } = balance;
  const movement = newMovement(deps, context);
  const { purse, writes } = await receiverOf(deps, context, wanted);
  const { transactionId } = movement;
  const withdrawal = requestWithdrawal({ ...wanted, transactionId }, 'completed', clock.now());
  const work = {
    writes: [
      ledger.debit(tenant, balanceId, { amount, person, states: withdrawableStates }),
      ...writes,
      withdrawals.create(tenant, withdrawal),
      withdrawals.giveBack(tenant, withdrawal, came),
    ],
    records: [
      withdrawalRecord(withdrawals.partition(tenant, withdrawalId), withdrawal),
      withdrawalEntry(balances.partition(tenant, balanceId), withdrawal, { ...movement, purse, person }),
    ],
  };
  return deps.unitOfWork.commit(context, work, presentWithdrawal(withdrawal));
};

/** The withdrawal with its money held, and the writes that begin it. */
const held = (
  deps: WithdrawDependencies,
  context: OperationContext,
  { wanted, came, status }: Prepared & { readonly status: 'pending_approval' | 'processing' },
) => {
  const { withdrawals, balances, ledger } = deps;
  const { tenant, clock } = context;
  const { balanceId, amount, withdrawalId } = wanted;
  const line = newMovement(deps, context);
  const withdrawal = requestWithdrawal({ ...wanted, holdId: line.transactionId }, status, clock.now());
  const work = {
    writes: [
      ledger.hold(tenant, balanceId, { amount, states: withdrawableStates }),
      withdrawals.create(tenant, withdrawal),
      withdrawals.giveBack(tenant, withdrawal, came),
      ...(status === 'processing' ? [settleLater(context, withdrawalId)] : []),
    ],
    records: [
      withdrawalRecord(withdrawals.partition(tenant, withdrawalId), withdrawal),
      heldLine(balances.partition(tenant, balanceId), withdrawal, line),
    ],
  };
  return { withdrawal, work };
};

/**
 * Takes money out of a balance (domain.md 2.7, regulation.md 3.7).
 *
 * In: an amount and where to. Out: the withdrawal, as far as it came.
 * 1. Take the withdrawal's id that belongs to the idempotency key: what an earlier try began goes on.
 * 2. Find balance, owner and program, check rule 63, and find out where the money goes.
 * 3. Above the tenant's threshold: hold the money and wait for an approval. Nothing spends it meanwhile.
 * 4. To the program: debit, purse, journal entry and key in one transaction.
 * 5. To a bank account: hold the money, with a timer, then pay and settle.
 */
export const withdraw =
  (deps: WithdrawDependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const { tenant } = context;
    const withdrawalId = context.idempotency?.reservedId('wdr') ?? deps.ids.next('wdr', tenant);
    const begun = await deps.withdrawals.find(tenant, withdrawalId);
    if (begun !== undefined) return answerOf(deps, context, begun);
    const amount = fromWire(body.amount);
    const asked = { withdrawalId, balanceId: params.balanceId, amount, destination: body.destination };
    const found = await wantedOf(deps, context, asked);
    const { withdrawalApprovalAbove } = await deps.programs.find(tenant);
    if (needsApproval(amount, withdrawalApprovalAbove)) {
      const { withdrawal, work } = held(deps, context, { ...found, status: 'pending_approval' });
      return deps.unitOfWork.commit(context, work, presentWithdrawal(withdrawal));
    }
    if (found.wanted.payee.type === 'program') return completeAtOnce(deps, context, found);
    const { withdrawal, work } = held(deps, context, { ...found, status: 'processing' });
    await deps.unitOfWork.commit({ ...context, idempotency: undefined }, work, undefined);
    return answerOf(deps, context, withdrawal);
  };
