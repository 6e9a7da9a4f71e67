import type { GatewayFee, GatewayFees } from '../../economics/ports/gateway-fees.ts';
import type { IdGenerator } from '../../kernel/ids/ids.ts';
import { withPrefix } from '../../kernel/ids/ids.ts';
import type { Money } from '../../kernel/money/money.ts';
import { add, maxMinor, toWire, zero } from '../../kernel/money/money.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import { customerAccount, moveWithFee, partnerAccount } from '../domain/accounts.ts';
import { InsufficientFunds } from '../domain/ledger-errors.ts';
import type { Load, LoadSource } from '../domain/load.ts';
import { transactionRecord } from '../domain/transaction.ts';
import type { LimitedMoney, OwnedBalance } from '../limited-money.ts';
import { balanceFor, commitWithin, creditWithin, withOwner } from '../limited-money.ts';
import { presentLoad, presentProgramLoad } from '../movement-answers.ts';
import type { LoadStore } from '../ports/load-store.ts';
import type { Purses } from '../ports/purses.ts';

export type CreditSource = LimitedMoney & {
  readonly purses: Purses;
  readonly loads: LoadStore;
  readonly fees: GatewayFees;
  readonly ids: IdGenerator;
};

type Gateway = Extract<LoadSource, { readonly type: 'gateway' }>;

interface Order {
  readonly balanceId: string;
  readonly amount: Money;
  readonly source: { readonly type: 'program' } | Gateway;
}

interface Movement {
  readonly to: OwnedBalance;
  readonly amount: Money;
  readonly loadId: string;
  readonly transactionId: string;
  readonly fee: GatewayFee | undefined;
}

/** What a gateway load keeps besides its journal entry: the payment, used up, and the load that used it. */
const gatewayLoad = (
  { loads }: CreditSource,
  { tenant, clock }: OperationContext,
  { to, amount, loadId, transactionId, fee, source }: Movement & { readonly source: Gateway },
): { readonly load: Load; readonly writes: readonly WriteIntent[] } => {
  const { balanceId, customerId } = to.balance;
  const load: Load = {
    ...{ loadId, balanceId, customerId, amount, source, transactionId, fee },
    status: 'completed',
    person: to.person,
    level: to.owner.kycLevel,
    createdAt: clock.now(),
    sequence: 1,
  };
  const { paymentId } = source;
  return { load, writes: [loads.usePayment(tenant, { paymentId, loadId }), loads.create(tenant, load)] };
};

/** What the purse pays in all. @throws insufficient_funds when that is more than any purse holds */
const chargeFor = (amount: Money, fee: Money): Money => {
  if (amount.minor + fee.minor > maxMinor) throw new InsufficientFunds('partner_credit');
  return add(amount, fee);
};

/**
 * Loads a balance out of the program's credit (M-18, AN-67, AN-73); a gateway payment loads once per tenant, and may cost
 * the tenant a fee (M-19).
 *
 * 1. Find balance, owner and the tenant's credit purse of the currency; for a gateway payment also what it costs by the
 *    fee schedule in force.
 * 2. Commit credit, limits of the person (rules 58 to 60, 64, 70), charge of the purse with the fee, journal entry, the
 *    payment and key together: whatever of it does not hold refuses the whole. No balance is read to decide.
 */
export const loadFromCredit =
  (deps: CreditSource) =>
  async (context: OperationContext, { balanceId, amount, source }: Order): Promise<ReturnType<typeof presentLoad>> => {
    const { tenant } = context;
    const balance = await balanceFor(deps, context, { balanceId, amount });
    const [to, purse, fee] = await Promise.all([
      withOwner(deps, context, balance),
      deps.purses.find(tenant, 'credit', amount.currency),
      source.type === 'gateway' ? deps.fees.ofLoad(tenant, amount) : undefined,
    ]);
    if (purse === undefined) throw new InsufficientFunds('partner_credit');
    const eventId = deps.ids.next('evt', tenant);
    const movement = { to, amount, loadId: withPrefix(eventId, 'lod'), transactionId: withPrefix(eventId, 'txn'), fee };
    const { loadId, transactionId } = movement;
    const cost = fee?.amount ?? zero(amount.currency);
    const charged = chargeFor(amount, cost);
    const record = transactionRecord(
      deps.balances.partition(tenant, balanceId),
      { transactionId, balanceId, type: 'load', ...amount, reference: loadId, fee: fee?.amount },
      { eventId, legs: moveWithFee(partnerAccount(purse), customerAccount(balanceId), { amount, fee: cost }) },
    );
    const kept = source.type === 'gateway' ? gatewayLoad(deps, context, { ...movement, source }) : undefined;
    const writes = [
      ...(kept?.writes ?? []),
      ...creditWithin(deps, context, { to, movement: 'load', amount }),
      deps.ledger.chargePartner(tenant, charged),
    ];
    const answer =
      kept === undefined
        ? presentProgramLoad({ loadId, balanceId, amount: toWire(amount), transactionId })
        : presentLoad(kept.load);
    return commitWithin(deps, context, { work: { writes, records: [record] }, answer });
  };
