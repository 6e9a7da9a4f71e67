import { dynamoHolderStanding } from '../../balances/infrastructure/dynamo-held-balances.ts';
import { spendCardWrites } from '../../balances/infrastructure/dynamo-spend-cards.ts';
import { dynamoCardStore } from '../../cards/infrastructure/dynamo-card-store.ts';
import { issuerStatusUpdates } from '../../cards/issuer-status.ts';
import { dynamoCustomerStore } from '../../customers/infrastructure/dynamo-customer-store.ts';
import { dynamoKycStore } from '../../customers/infrastructure/dynamo-kyc-store.ts';
import { kycResults } from '../../customers/kyc-results.ts';
import { queueOperation } from '../../kernel/operation/queue-operation.ts';
import { systemContexts } from '../../kernel/operation/system-context.ts';
import { pager } from '../../kernel/persistence/page.ts';
import type { ReferenceSpace } from '../../kernel/persistence/provider-reference.ts';
import { findReferenceOwner } from '../../kernel/persistence/provider-reference.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { eventAppliers } from '../event-appliers.ts';
import { dynamoInboundStore } from '../infrastructure/dynamo-inbound-store.ts';
import { processIssuerEvent as declaration } from './declaration.ts';
import { processIssuerEvent } from './operation.ts';
import { wireBankReturns } from './wire-bank-returns.ts';
import { wireCredits } from './wire-credits.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys' | 'secrets' | 'fetch'>;

export const wire = (platform: Needs) => {
  const { table, meter } = platform;
  const pages = pager(platform.secrets);
  const work = { unitOfWork: unitOfWork(platform) };
  const standing = dynamoHolderStanding(table);
  const customers = dynamoCustomerStore(table, pages);
  const kyc = kycResults({ customers, standing, cases: dynamoKycStore(table), ...work });
  const cards = issuerStatusUpdates({ cards: dynamoCardStore(table, pages), spending: spendCardWrites, ...work });
  const credits = wireCredits(platform);
  const bank = wireBankReturns(platform);
  const findOwner = (space: ReferenceSpace, reference: string) => findReferenceOwner(table, space, reference);
  const contextOf = systemContexts(platform, declaration.operationId);
  const deps = {
    inbound: dynamoInboundStore(platform),
    appliers: eventAppliers({ kyc, cards, credits, bank }),
    findOwner,
    contextOf,
  };
  return queueOperation(declaration, platform, processIssuerEvent({ ...deps, meter }));
};

const builders = { table: awsTable, messageKeys: awsMessageKeys, secrets: awsSecrets, fetch: awsFetch };
export const handler = lambdaHandler(declaration, wire, builders);
