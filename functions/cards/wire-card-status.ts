import { spendCardWrites } from '../balances/infrastructure/dynamo-spend-cards.ts';
import { pager } from '../kernel/persistence/page.ts';
import { unitOfWork } from '../kernel/persistence/unit-of-work.ts';
import type { BasePlatform, Capabilities } from '../kernel/platform/platform.ts';
import { issuerProcessor } from '../providers/issuer-processors.ts';
import { dynamoCardStore } from './infrastructure/dynamo-card-store.ts';
import type { CardStatusDependencies } from './issuer-asking.ts';

/** What changes of a card's status need, wired. */
export const wireCardStatus = (
  platform: BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'fetch'>,
): CardStatusDependencies => ({
  cards: dynamoCardStore(platform.table, pager(platform.secrets)),
  spending: spendCardWrites,
  issuer: issuerProcessor(platform),
  unitOfWork: unitOfWork(platform),
});
