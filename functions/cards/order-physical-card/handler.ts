import { dynamoBalanceDirectory } from '../../balances/infrastructure/dynamo-balance-directory.ts';
import { dynamoCustomerDirectory } from '../../customers/infrastructure/dynamo-customer-directory.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import { cardOrdering } from '../card-ordering.ts';
import { dynamoCardOrderStore } from '../infrastructure/dynamo-card-order-store.ts';
import { orderPhysicalCard as declaration } from './declaration.ts';
import { orderPhysicalCard } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys'>;

export const wire = (platform: Needs) => {
  const { table, ids } = platform;
  const ordering = cardOrdering({
    orders: dynamoCardOrderStore(table),
    customers: dynamoCustomerDirectory(table),
    balances: dynamoBalanceDirectory(table),
    programs: dynamoProgramDirectory(table),
    ids,
  });
  return httpOperation(declaration, platform, orderPhysicalCard({ ordering, unitOfWork: unitOfWork(platform) }));
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, messageKeys: awsMessageKeys });
