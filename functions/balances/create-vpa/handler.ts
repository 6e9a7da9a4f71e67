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
import { sandboxMoneyIssuer } from '../../providers/sandbox/money-issuer.ts';
import { dynamoVpas } from '../infrastructure/dynamo-account-credits.ts';
import { dynamoBalanceStore } from '../infrastructure/dynamo-balance-store.ts';
import { createVpa as declaration } from './declaration.ts';
import { createVpa } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys' | 'fetch'>;

export const wire = (platform: Needs) => {
  const { table } = platform;
  const balances = dynamoBalanceStore(table, pager(platform.secrets));
  const customers = dynamoCustomerDirectory(table);
  const issuer = sandboxMoneyIssuer(platform);
  const useCase = createVpa({ balances, customers, issuer, vpas: dynamoVpas(table), unitOfWork: unitOfWork(platform) });
  return httpOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  secrets: awsSecrets,
  messageKeys: awsMessageKeys,
  fetch: awsFetch,
});
