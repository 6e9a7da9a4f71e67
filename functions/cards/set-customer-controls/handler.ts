import { dynamoHolderRules } from '../../balances/infrastructure/dynamo-holder-rules.ts';
import { dynamoCustomerRules } from '../../customers/infrastructure/dynamo-customer-rules.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import { setCustomerControls as declaration } from './declaration.ts';
import { setCustomerControls } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys'>;

export const wire = (platform: Needs) => {
  const { table } = platform;
  const useCase = setCustomerControls({
    customers: dynamoCustomerRules(table),
    holders: dynamoHolderRules(table),
    programs: dynamoProgramDirectory(table),
    unitOfWork: unitOfWork(platform),
  });
  return httpOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, messageKeys: awsMessageKeys });
