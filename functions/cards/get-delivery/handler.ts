import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoCardOrderStore } from '../infrastructure/dynamo-card-order-store.ts';
import { dynamoCardStore } from '../infrastructure/dynamo-card-store.ts';
import { getDelivery as declaration } from './declaration.ts';
import { getDelivery } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

export const wire = ({ table, ...platform }: Needs) => {
  const cards = dynamoCardStore(table, pager(platform.secrets));
  return httpOperation(
    declaration,
    { table, ...platform },
    getDelivery({ cards, orders: dynamoCardOrderStore(table) }),
  );
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets });
