import { bankReturns } from '../../balances/bank-returns.ts';
import { dynamoLoadStore } from '../../balances/infrastructure/dynamo-load-store.ts';
import { dynamoMoney } from '../../balances/infrastructure/dynamo-money.ts';
import { dynamoWithdrawalStore } from '../../balances/infrastructure/dynamo-withdrawal-store.ts';
import type { BankReturns } from '../../balances/ports/bank-returns.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';

/** What the bank takes back out of the balances that it loaded, and gives back of what it had paid out. */
export const wireBankReturns = (platform: BasePlatform & Pick<Capabilities, 'table' | 'secrets'>): BankReturns => {
  const { table } = platform;
  const stores = { loads: dynamoLoadStore(table), withdrawals: dynamoWithdrawalStore(table) };
  return bankReturns({ ...dynamoMoney(platform), ...stores });
};
