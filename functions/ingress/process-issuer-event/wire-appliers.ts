import { cardMessages } from '../../authorizations/card-messages.ts';
import { wireMessages } from '../../authorizations/wire-messages.ts';
import { dynamoHolderStanding } from '../../balances/infrastructure/dynamo-held-balances.ts';
import { spendCardWrites } from '../../balances/infrastructure/dynamo-spend-cards.ts';
import { dynamoCardStore } from '../../cards/infrastructure/dynamo-card-store.ts';
import { cardOrderReports } from '../../cards/card-order-reports.ts';
import { dynamoCardOrderStore } from '../../cards/infrastructure/dynamo-card-order-store.ts';
import { issuerStatusUpdates } from '../../cards/issuer-status.ts';
import { dynamoCustomerStore } from '../../customers/infrastructure/dynamo-customer-store.ts';
import { dynamoKycStore } from '../../customers/infrastructure/dynamo-kyc-store.ts';
import { kycResults } from '../../customers/kyc-results.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { eventAppliers } from '../event-appliers.ts';
import type { EventAppliers } from '../ports/event-applier.ts';
import { wireBankReturns } from './wire-bank-returns.ts';
import { wireCredits } from './wire-credits.ts';

/** How each type of event takes effect, wired to the subdomain that owns the resource. */
export const wireAppliers = (
  platform: BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'fetch'>,
): EventAppliers => {
  const { table, secrets } = platform;
  const pages = pager(secrets);
  const work = { unitOfWork: unitOfWork(platform) };
  const standing = dynamoHolderStanding(table);
  const customers = dynamoCustomerStore(table, pages);
  return eventAppliers({
    kyc: kycResults({ customers, standing, cases: dynamoKycStore(table), ...work }),
    cards: issuerStatusUpdates({ cards: dynamoCardStore(table, pages), spending: spendCardWrites, ...work }),
    plastics: cardOrderReports({ orders: dynamoCardOrderStore(table), ...work }),
    messages: cardMessages(wireMessages(platform)),
    credits: wireCredits(platform),
    bank: wireBankReturns(platform),
  });
};
