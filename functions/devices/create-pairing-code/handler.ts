import { dynamoCustomerDirectory } from '../../customers/infrastructure/dynamo-customer-directory.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoPairingStore } from '../infrastructure/dynamo-pairing-store.ts';
import { pepperedHasher } from '../infrastructure/peppered-hasher.ts';
import { createPairingCode as declaration } from './declaration.ts';
import { createPairingCode } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys'>;

export const wire = (platform: Needs) => {
  const useCase = createPairingCode({
    ...platform,
    customers: dynamoCustomerDirectory(platform.table),
    pairings: dynamoPairingStore(platform.table),
    hasher: pepperedHasher(platform.secrets),
    unitOfWork: unitOfWork(platform),
  });
  return httpOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  secrets: awsSecrets,
  messageKeys: awsMessageKeys,
});
