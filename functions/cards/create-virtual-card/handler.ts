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
import { dynamoCardStore } from '../infrastructure/dynamo-card-store.ts';
import { createVirtualCard as declaration } from './declaration.ts';
import { createVirtualCard, rereadCardData } from './operation.ts';
import { wireDirectories } from '../wire-directories.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys' | 'secrets' | 'fetch'>;

export const wire = (platform: Needs) => {
  const { table, random, ids } = platform;
  const cards = dynamoCardStore(table, pager(platform.secrets));
  const issuer = issuerProcessor(platform);
  const work = unitOfWork(platform);
  const run = createVirtualCard({ cards, ...wireDirectories(table), issuer, unitOfWork: work, random, ids });
  return httpOperation(declaration, platform, { run, reread: rereadCardData({ cards, issuer, unitOfWork: work }) });
};

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  messageKeys: awsMessageKeys,
  secrets: awsSecrets,
  fetch: awsFetch,
});
