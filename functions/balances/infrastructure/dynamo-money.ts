import type { IdGenerator } from '../../kernel/ids/ids.ts';
import { pager } from '../../kernel/persistence/page.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import type { BalanceStore } from '../ports/balance-store.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { PersonLimits } from '../ports/person-limits.ts';
import type { Purses } from '../ports/purses.ts';
import { dynamoBalanceStore } from './dynamo-balance-store.ts';
import { dynamoHeldBalances } from './dynamo-held-balances.ts';
import { ledgerWrites } from './dynamo-ledger.ts';
import { dynamoLimitUsage, dynamoPersonLimits } from './dynamo-person-limits.ts';
import { dynamoPurses } from './dynamo-purses.ts';

interface Money {
  readonly balances: BalanceStore;
  readonly purses: Purses;
  readonly limits: PersonLimits;
  readonly held: ReturnType<typeof dynamoHeldBalances>;
  readonly usage: ReturnType<typeof dynamoLimitUsage>;
  readonly ledger: Ledger;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
}

type Platform = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

/** This subdomain's part of what movements of money need; customers and programs are others' to give. */
export const dynamoMoney = (platform: Platform): Money => {
  const { table, secrets, ids } = platform;
  return {
    balances: dynamoBalanceStore(table, pager(secrets)),
    purses: dynamoPurses(table),
    limits: dynamoPersonLimits(secrets),
    held: dynamoHeldBalances(table),
    usage: dynamoLimitUsage(table),
    ledger: ledgerWrites,
    unitOfWork: unitOfWork(platform),
    ids,
  };
};
