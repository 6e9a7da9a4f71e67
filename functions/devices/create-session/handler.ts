import { dynamoCustomerDirectory } from '../../customers/infrastructure/dynamo-customer-directory.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { tenantDirectory } from '../../kernel/tenancy/tenant-directory.ts';
import { dynamoSessionTerms } from '../../tenants/infrastructure/dynamo-session-terms.ts';
import { dynamoInstallationStore } from '../infrastructure/dynamo-installation-store.ts';
import { dynamoSessionStore } from '../infrastructure/dynamo-session-store.ts';
import { joseAssertionProofs } from '../infrastructure/jose-assertion-proofs.ts';
import { pepperedHasher } from '../infrastructure/peppered-hasher.ts';
import { createSession as declaration } from './declaration.ts';
import { createSession } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys'>;

export const wire = (platform: Needs) => {
  const { table, secrets, clock } = platform;
  const installations = dynamoInstallationStore(table);
  const useCase = createSession({
    ...platform,
    directory: tenantDirectory(table),
    proofs: joseAssertionProofs({ installations, clock }),
    installations,
    customers: dynamoCustomerDirectory(table),
    terms: dynamoSessionTerms(table),
    sessions: dynamoSessionStore(table),
    hasher: pepperedHasher(secrets),
    unitOfWork: unitOfWork(platform),
  });
  return httpOperation(declaration, platform, useCase);
};

const capabilities = { table: awsTable, secrets: awsSecrets, messageKeys: awsMessageKeys };

export const handler = lambdaHandler(declaration, wire, capabilities);
