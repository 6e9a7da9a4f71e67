import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoCardOrderStore } from '../infrastructure/dynamo-card-order-store.ts';
import { dynamoCardReplacements } from '../infrastructure/dynamo-card-replacements.ts';
import { dynamoCardStore } from '../infrastructure/dynamo-card-store.ts';
import { getCard as declaration } from './declaration.ts';
import { getCard } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

export const wire = (platform: Needs) =>
  httpOperation(
    declaration,
    platform,
    getCard({
      cards: dynamoCardStore(platform.table, pager(platform.secrets)),
      orders: dynamoCardOrderStore(platform.table),
      replacements: dynamoCardReplacements(platform.table),
    }),
  );

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets });
