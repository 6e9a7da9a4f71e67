import { bankReturns } from '../../balances/bank-returns.ts';
import { dynamoLoadStore } from '../../balances/infrastructure/dynamo-load-store.ts';
import { dynamoMoney } from '../../balances/infrastructure/dynamo-money.ts';
import type { BankReturns } from '../../balances/ports/bank-returns.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';

/** What the bank takes back, out of the balances that it loaded. */
export const wireBankReturns = (platform: BasePlatform & Pick<Capabilities, 'table' | 'secrets'>): BankReturns =>
  bankReturns({ ...dynamoMoney(platform), loads: dynamoLoadStore(platform.table) });
