import { dynamoCardStore } from '../../cards/infrastructure/dynamo-card-store.ts';
import { queueOperation } from '../../kernel/operation/queue-operation.ts';
import { systemContexts } from '../../kernel/operation/system-context.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoCardMandateStore } from '../infrastructure/dynamo-card-mandate-store.ts';
import { repointCardMandates as declaration } from './declaration.ts';
import { repointCardMandates } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

export const wire = (platform: Needs) => {
  const { table, secrets } = platform;
  const pages = pager(secrets);
  const deps = {
    cards: dynamoCardStore(table, pages),
    mandates: dynamoCardMandateStore(table, pages),
    unitOfWork: unitOfWork(platform),
    contextOf: systemContexts(platform, declaration.operationId),
  };
  return queueOperation(declaration, platform, repointCardMandates(deps));
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets });
