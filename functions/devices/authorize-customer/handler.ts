import { dynamoCustomerDirectory } from '../../customers/infrastructure/dynamo-customer-directory.ts';
import { authorizerOperation } from '../../kernel/operation/authorizer-operation.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoSessionTerms } from '../../tenants/infrastructure/dynamo-session-terms.ts';
import { dynamoInstallationStore } from '../infrastructure/dynamo-installation-store.ts';
import { dynamoSessionStore } from '../infrastructure/dynamo-session-store.ts';
import { pepperedHasher } from '../infrastructure/peppered-hasher.ts';
import { authorizeCustomer as declaration } from './declaration.ts';
import { authorizeCustomer } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

export const wire = (platform: Needs) => {
  const { table, secrets, clock } = platform;
  const useCase = authorizeCustomer({
    sessions: dynamoSessionStore(table),
    installations: dynamoInstallationStore(table),
    customers: dynamoCustomerDirectory(table),
    terms: dynamoSessionTerms(table),
    hasher: pepperedHasher(secrets),
    clock,
  });
  return authorizerOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets });
