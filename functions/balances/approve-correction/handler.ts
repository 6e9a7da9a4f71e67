import { dynamoCustomerDirectory } from '../../customers/infrastructure/dynamo-customer-directory.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import { dynamoCorrectionStore } from '../infrastructure/dynamo-correction-store.ts';
import { dynamoMoney } from '../infrastructure/dynamo-money.ts';
import { approveCorrection as declaration } from './declaration.ts';
import { approveCorrection } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys'>;

export const wire = (platform: Needs) => {
  const corrections = dynamoCorrectionStore(platform.table);
  const customers = dynamoCustomerDirectory(platform.table);
  const programs = dynamoProgramDirectory(platform.table);
  const deps = { ...dynamoMoney(platform), corrections, customers, programs };
  return httpOperation(declaration, platform, approveCorrection(deps));
};

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  secrets: awsSecrets,
  messageKeys: awsMessageKeys,
});
