import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoCustomerStore } from '../infrastructure/dynamo-customer-store.ts';
import { listCustomers as declaration } from './declaration.ts';
import { listCustomers } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

export const wire = (platform: Needs) => {
  const customers = dynamoCustomerStore(platform.table, pager(platform.secrets));
  return httpOperation(declaration, platform, listCustomers({ customers }));
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets });
