import { dynamoHeldBalances, dynamoHolderStanding } from '../../balances/infrastructure/dynamo-held-balances.ts';
import { dynamoHeldCards } from '../../cards/infrastructure/dynamo-held-cards.ts';
import { dynamoHeldMandates } from '../../mandates/infrastructure/dynamo-held-mandates.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoCustomerStore } from '../infrastructure/dynamo-customer-store.ts';
import { closeCustomer as declaration } from './declaration.ts';
import { closeCustomer } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

export const wire = (platform: Needs) => {
  const customers = dynamoCustomerStore(platform.table, pager(platform.secrets));
  const balances = dynamoHeldBalances(platform.table);
  const cards = dynamoHeldCards(platform.table);
  const mandates = dynamoHeldMandates(platform.table);
  const standing = dynamoHolderStanding(platform.table);
  const useCase = closeCustomer({ customers, balances, standing, cards, mandates, unitOfWork: unitOfWork(platform) });
  return httpOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets });
