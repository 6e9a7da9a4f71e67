import { dynamoCustomerDirectory } from '../../customers/infrastructure/dynamo-customer-directory.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { sandboxMoneyIssuer } from '../../providers/sandbox/money-issuer.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import { dynamoCardTransfers, dynamoReceiverCards } from '../infrastructure/dynamo-card-transfers.ts';
import { dynamoMoney } from '../infrastructure/dynamo-money.ts';
import { transfer as declaration } from './declaration.ts';
import { transfer } from './operation.ts';
import { wireBalanceOfCard } from './wire-balance-of-card.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys' | 'fetch'>;

export const wire = (platform: Needs) => {
  const { table } = platform;
  const outside = { customers: dynamoCustomerDirectory(table), programs: dynamoProgramDirectory(table) };
  const cards = { receivers: dynamoReceiverCards(table), balanceOfCard: wireBalanceOfCard(platform) };
  const pushing = { transfers: dynamoCardTransfers(table), issuer: sandboxMoneyIssuer(platform) };
  return httpOperation(declaration, platform, transfer({ ...dynamoMoney(platform), ...outside, ...cards, ...pushing }));
};

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  secrets: awsSecrets,
  messageKeys: awsMessageKeys,
  fetch: awsFetch,
});
