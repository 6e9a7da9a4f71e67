import type { CustomerAdmission, CustomerDirectory, CustomerFacts } from '../../customers/ports/customer-directory.ts';
import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { IdGenerator } from '../../kernel/ids/ids.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { ProgramDirectory } from '../../tenants/ports/program-directory.ts';
import { presentBankAccount } from '../bank-answers.ts';
import { CurrencyUnsupported, KycRequired, customerNotFound } from '../domain/balance-errors.ts';
import type { BankAccount } from '../domain/bank-account.ts';
import { bankAccountCreated, lastFourOf, testBalanceRefused } from '../domain/bank-account.ts';
import type { BankAccountStore } from '../ports/bank-account-store.ts';
import type { BankAccountVault } from '../ports/bank-transfers.ts';
import type { createBankAccount as declaration } from './declaration.ts';

interface Dependencies {
  readonly customers: CustomerDirectory & CustomerAdmission;
  readonly programs: ProgramDirectory;
  readonly vault: BankAccountVault;
  readonly bankAccounts: BankAccountStore;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
}

const eligible = (customer: CustomerFacts | undefined): CustomerFacts => {
  if (customer === undefined) throw customerNotFound();
  if (customer.kycLevel === 'none') throw new KycRequired();
  if (customer.status === 'suspended' || customer.status === 'closed') {
    throw new InvalidState(`The customer is ${customer.status}.`);
  }
  return customer;
};

/**
 * Links a bank account of a verified customer (PP-01, PP-16).
 *
 * In: number and routing as text. Out: the token that stands for them, and the last four of the number.
 * 1. Take the id that belongs to the idempotency key, so that a repeat asks the bank for the same token.
 * 2. Check customer and currency; have the bank keep the number: it is not kept here.
 * 3. Commit account, record `bank_account.created` and key together, unless the customer was closed or suspended
 *    meanwhile.
 */
export const createBankAccount =
  ({ customers, programs, vault, bankAccounts, unitOfWork, ids }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { customerId }, body }) => {
    const { tenant, clock } = context;
    const { account, routing, balance } = body;
    const bankAccountId = context.idempotency?.reservedId('bac') ?? ids.next('bac', tenant);
    const [found, { currency }] = await Promise.all([customers.find(tenant, customerId), programs.find(tenant)]);
    const { displayName } = eligible(found);
    if (balance !== undefined && !tenant.sandbox) throw testBalanceRefused();
    if (balance !== undefined && balance.currency !== currency) throw new CurrencyUnsupported(currency);
    const { token } = await vault.register(tenant, {
      ...{ reference: bankAccountId, account, routing, currency },
      holderName: body.holderName ?? displayName,
      testBalance: balance === undefined ? undefined : BigInt(balance.amount),
    });
    const linked: BankAccount = {
      ...{ bankAccountId, customerId, token, routing, currency },
      lastFour: lastFourOf(account),
      createdAt: clock.now(),
    };
    const writes = [bankAccounts.create(tenant, linked), customers.admit(tenant, customerId)];
    const records = [bankAccountCreated(bankAccounts.partition(tenant, bankAccountId), linked)];
    return unitOfWork.commit(context, { writes, records }, presentBankAccount(linked));
  };
