import { dynamoBalanceDirectory } from '../../balances/infrastructure/dynamo-balance-directory.ts';
import { dynamoCustomerDirectory } from '../../customers/infrastructure/dynamo-customer-directory.ts';
import { dynamoIssuanceStore } from '../../issuance/infrastructure/dynamo-issuance-store.ts';
import { issuanceStart } from '../../issuance/issuance-start.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { createVirtualCardAsync as declaration } from './declaration.ts';
import { createVirtualCardAsync } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys'>;

export const wire = (platform: Needs) => {
  const { table, ids } = platform;
  const useCase = createVirtualCardAsync({
    customers: dynamoCustomerDirectory(table),
    balances: dynamoBalanceDirectory(table),
    issuances: issuanceStart({ issuances: dynamoIssuanceStore(table), ids }),
    unitOfWork: unitOfWork(platform),
  });
  return httpOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, messageKeys: awsMessageKeys });
