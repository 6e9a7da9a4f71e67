import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { close } from '../domain/customer.ts';
import { customerNotFound, refuseClosed } from '../domain/customer-errors.ts';
import { customerFacts, customerRecord } from '../domain/customer-events.ts';
import type { CustomerStore } from '../ports/customer-store.ts';
import type { BalanceStanding, HeldBalances, HeldCards, HeldMandates } from '../ports/holdings.ts';
import type { closeCustomer as declaration } from './declaration.ts';

interface Dependencies {
  readonly customers: CustomerStore;
  readonly balances: HeldBalances;
  readonly standing: BalanceStanding;
  readonly cards: HeldCards;
  readonly mandates: HeldMandates;
  readonly unitOfWork: UnitOfWork;
}

const refuseHoldings = async (
  { balances, cards, mandates }: Dependencies,
  { tenant }: OperationContext,
  customerId: string,
): Promise<void> => {
  const [held, openCards, openMandates] = await Promise.all([
    balances.heldBy(tenant, customerId),
    cards.openCardsOf(tenant, customerId),
    mandates.openMandatesOf(tenant, customerId),
  ]);
  const withMoney = held.filter(({ posted, held: reserved }) => posted.minor !== 0n || reserved.minor !== 0n);
  if (withMoney.length === 0 && openCards.length === 0 && openMandates.length === 0) return;
  throw new InvalidState(
    'The customer has balances that are not zero, cards that are not closed, or mandates that are not over.',
    {
      open: { balances: withMoney.map(({ balanceId }) => balanceId), cards: openCards, mandates: openMandates },
    },
  );
};

/**
 * Closes a customer (domain.md 2.2).
 *
 * In: the customer. Out: nothing.
 * 1. Find it; closed twice is refused.
 * 2. Every balance is at zero, no card is open and no mandate stands, else the refusal names what is.
 * 3. Commit customer, its balances, which are closed with it, records `customer.closed` and `balance.closed` and key
 *    together; refused when a balance, a card or a mandate was opened, or money came in, meanwhile.
 */
export const closeCustomer =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const { customers, standing, unitOfWork } = deps;
    const { tenant } = context;
    const before = await customers.find(tenant, params.customerId);
    if (before === undefined) throw customerNotFound();
    refuseClosed(before);
    await refuseHoldings(deps, context, before.customerId);
    const closed = close(before);
    const record = customerRecord(customers.partition(tenant, closed.customerId), closed, {
      type: 'customer.closed',
      data: customerFacts(closed),
      previous: { status: before.status },
    });
    const balances = await standing.closing(tenant, closed.customerId);
    const writes = [customers.replace(tenant, closed), ...balances.writes];
    return unitOfWork.commit(context, { writes, records: [record, ...balances.records] }, undefined);
  };
