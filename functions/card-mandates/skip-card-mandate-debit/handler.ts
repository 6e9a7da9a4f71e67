import { dynamoCardStore } from '../../cards/infrastructure/dynamo-card-store.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoCardMandates } from '../infrastructure/dynamo-card-mandate-store.ts';
import { skipCardMandateDebit as declaration } from './declaration.ts';
import { skipCardMandateDebit } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

export const wire = (platform: Needs) => {
  const { table, secrets } = platform;
  const cards = dynamoCardStore(table, pager(secrets));
  const mandates = dynamoCardMandates(table);
  return httpOperation(
    declaration,
    platform,
    skipCardMandateDebit({ cards, mandates, unitOfWork: unitOfWork(platform) }),
  );
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets });
