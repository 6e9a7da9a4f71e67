import { dynamoCustomerDirectory } from '../../customers/infrastructure/dynamo-customer-directory.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { issuerProcessor } from '../../providers/issuer-processors.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import { dynamoBalanceStore } from '../infrastructure/dynamo-balance-store.ts';
import { createBalance as declaration } from './declaration.ts';
import { createBalance } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys' | 'fetch'>;

export const wire = (platform: Needs) => {
  const issuer = issuerProcessor(platform);
  const balances = dynamoBalanceStore(platform.table, pager(platform.secrets));
  const customers = dynamoCustomerDirectory(platform.table);
  const programs = dynamoProgramDirectory(platform.table);
  const { ids } = platform;
  const useCase = createBalance({ balances, customers, programs, issuer, unitOfWork: unitOfWork(platform), ids });
  return httpOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  secrets: awsSecrets,
  messageKeys: awsMessageKeys,
  fetch: awsFetch,
});
