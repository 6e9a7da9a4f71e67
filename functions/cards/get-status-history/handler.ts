import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoCardHistory } from '../infrastructure/dynamo-card-history.ts';
import { dynamoCardStore } from '../infrastructure/dynamo-card-store.ts';
import { getStatusHistory as declaration } from './declaration.ts';
import { getStatusHistory } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

export const wire = (platform: Needs) => {
  const cards = dynamoCardStore(platform.table, pager(platform.secrets));
  return httpOperation(declaration, platform, getStatusHistory({ cards, history: dynamoCardHistory(platform.table) }));
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets });
