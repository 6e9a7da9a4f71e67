import { dynamoCustomerDirectory } from '../../customers/infrastructure/dynamo-customer-directory.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoSessionTerms } from '../../tenants/infrastructure/dynamo-session-terms.ts';
import { dynamoInstallationStore } from '../infrastructure/dynamo-installation-store.ts';
import { dynamoPairingStore } from '../infrastructure/dynamo-pairing-store.ts';
import { pepperedHasher } from '../infrastructure/peppered-hasher.ts';
import { pairDevice as declaration } from './declaration.ts';
import { pairDevice } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys'>;

export const wire = (platform: Needs) => {
  const useCase = pairDevice({
    customers: dynamoCustomerDirectory(platform.table),
    terms: dynamoSessionTerms(platform.table),
    pairings: dynamoPairingStore(platform.table),
    installations: dynamoInstallationStore(platform.table),
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
