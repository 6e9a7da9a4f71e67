import type { BalanceDirectory } from '../../balances/ports/balance-directory.ts';
import type { CustomerDirectory } from '../../customers/ports/customer-directory.ts';
import { DomainError, InvalidState, NotFound } from '../../kernel/errors/domain-error.ts';
import type { HttpInput, HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { ProgramDirectory } from '../../tenants/ports/program-directory.ts';
import type { IssuanceOrder, IssuanceStart } from '../ports/issuance-start.ts';
import type { startIssuance as declaration } from './declaration.ts';

interface Dependencies {
  readonly customers: CustomerDirectory;
  readonly balances: BalanceDirectory;
  readonly programs: ProgramDirectory;
  readonly issuances: IssuanceStart;
  readonly unitOfWork: UnitOfWork;
}

type Input = HttpInput<typeof declaration>;

const checkCustomer = async ({ customers }: Dependencies, { context, params, body }: Input): Promise<void> => {
  const customer = await customers.find(context.tenant, params.customerId);
  if (customer === undefined) throw new NotFound('customer_not_found');
  if (customer.status === 'closed' || customer.status === 'suspended') {
    throw new InvalidState(`The customer is ${customer.status}.`);
  }
  if (body.kyc === undefined && customer.kycLevel === 'none') {
    throw new DomainError('forbidden', 'kyc_required', { detail: 'Name the KYC to do, or have it done first.' });
  }
};

const checkBalance = async ({ balances, programs }: Dependencies, { context, params, body }: Input): Promise<void> => {
  const { tenant } = context;
  if ('currency' in body.balance) {
    const program = await programs.find(tenant);
    if (program.currency === body.balance.currency) return;
    throw new DomainError('unprocessable', 'currency_unsupported', {
      detail: `The program's currency is ${program.currency}.`,
    });
  }
  const balance = await balances.find(tenant, body.balance.balanceId);
  if (balance?.customerId !== params.customerId) throw new NotFound('balance_not_found');
  if (balance.state !== 'active') throw new InvalidState(`The balance is ${balance.state}.`);
};

const orderOf = ({ params, body }: Input): IssuanceOrder => ({
  customerId: params.customerId,
  wantedKyc: body.kyc,
  ...(body.card.type === 'physical' ? { deliveryAddress: body.card.deliveryAddress } : {}),
  ...('currency' in body.balance ? { newBalanceCurrency: body.balance.currency } : body.balance),
});

/**
 * Starts an issuance (M-16, AN-04).
 *
 * In: a customer, the KYC to do, the balance to open or use, the card. Out: the issuance, not yet carried out.
 * 1. Refuse now what could only fail later: unknown customer, no KYC at all, foreign balance, other currency.
 * 2. Commit issuance, record `issuance.requested` and key together; the record starts the workflow (beginIssuance).
 */
export const startIssuance =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async (input) => {
    await checkCustomer(deps, input);
    await checkBalance(deps, input);
    const { issuanceId, work } = deps.issuances.prepare(input.context, orderOf(input));
    return deps.unitOfWork.commit(input.context, work, { issuanceId, status: 'awaiting_kyc' as const });
  };
