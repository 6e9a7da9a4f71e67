import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { sandboxMoneyIssuer } from '../../providers/sandbox/money-issuer.ts';
import { dynamoReceiverCards } from '../infrastructure/dynamo-card-transfers.ts';
import { tokenizeReceiverCard as declaration } from './declaration.ts';
import { tokenizeReceiverCard } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys' | 'fetch'>;

export const wire = (platform: Needs) => {
  const issuer = sandboxMoneyIssuer(platform);
  const receivers = dynamoReceiverCards(platform.table);
  const useCase = tokenizeReceiverCard({ issuer, receivers, unitOfWork: unitOfWork(platform) });
  return httpOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  secrets: awsSecrets,
  messageKeys: awsMessageKeys,
  fetch: awsFetch,
});
