import { accountCredits } from '../../balances/account-credits.ts';
import { dynamoAccountCredits } from '../../balances/infrastructure/dynamo-account-credits.ts';
import { dynamoMoney } from '../../balances/infrastructure/dynamo-money.ts';
import type { AccountCredits } from '../../balances/ports/account-credits.ts';
import { dynamoCustomerDirectory } from '../../customers/infrastructure/dynamo-customer-directory.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { sandboxMoneyIssuer } from '../../providers/sandbox/money-issuer.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';

/** Money that comes to accounts, wired to its stores and to the issuer that takes back what may not stay. */
export const wireCredits = (
  platform: BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'fetch'>,
): AccountCredits =>
  accountCredits({
    ...dynamoMoney(platform),
    customers: dynamoCustomerDirectory(platform.table),
    programs: dynamoProgramDirectory(platform.table),
    credits: dynamoAccountCredits(platform.table),
    returns: sandboxMoneyIssuer(platform),
  });
