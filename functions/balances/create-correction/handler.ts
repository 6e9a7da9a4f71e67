import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoCorrectionStore } from '../infrastructure/dynamo-correction-store.ts';
import { dynamoMoney } from '../infrastructure/dynamo-money.ts';
import { createCorrection as declaration } from './declaration.ts';
import { createCorrection } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys'>;

export const wire = (platform: Needs) => {
  const corrections = dynamoCorrectionStore(platform.table);
  return httpOperation(declaration, platform, createCorrection({ ...dynamoMoney(platform), corrections }));
};

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  secrets: awsSecrets,
  messageKeys: awsMessageKeys,
});
