import { dynamoDepositEscrow } from '../balances/infrastructure/dynamo-deposit-escrow.ts';
import { dynamoPersonLimits } from '../balances/infrastructure/dynamo-person-limits.ts';
import { dynamoSpendLedger } from '../balances/infrastructure/dynamo-spend-ledger.ts';
import { dynamoCardMandates } from '../card-mandates/infrastructure/dynamo-card-mandate-store.ts';
import { mandateAftermath } from '../card-mandates/mandate-aftermath.ts';
import { dynamoCardStore } from '../cards/infrastructure/dynamo-card-store.ts';
import { dynamoCustomerDirectory } from '../customers/infrastructure/dynamo-customer-directory.ts';
import { pager } from '../kernel/persistence/page.ts';
import { unitOfWork } from '../kernel/persistence/unit-of-work.ts';
import type { BasePlatform, Capabilities } from '../kernel/platform/platform.ts';
import { dynamoProgramDirectory } from '../tenants/infrastructure/dynamo-program-directory.ts';
import type { CardMessageDependencies } from './message-subject.ts';
import { dynamoAuthorizationStore } from './infrastructure/dynamo-authorization-store.ts';

/** What messages of the card network move, wired to the subdomains that own it. */
export const wireMessages = (
  platform: BasePlatform & Pick<Capabilities, 'table' | 'secrets'>,
): CardMessageDependencies => {
  const { table, secrets, ids } = platform;
  return {
    cards: dynamoCardStore(table, pager(secrets)),
    customers: dynamoCustomerDirectory(table),
    spending: dynamoSpendLedger(table),
    authorizations: dynamoAuthorizationStore(table),
    deposits: dynamoDepositEscrow(table),
    programs: dynamoProgramDirectory(table),
    limits: dynamoPersonLimits(secrets),
    mandates: mandateAftermath({ mandates: dynamoCardMandates(table) }),
    unitOfWork: unitOfWork(platform),
    ids,
  };
};
