import { dynamoCustomerDirectory } from '../../customers/infrastructure/dynamo-customer-directory.ts';
import { dynamoCustomerStore } from '../../customers/infrastructure/dynamo-customer-store.ts';
import { dynamoKycStore } from '../../customers/infrastructure/dynamo-kyc-store.ts';
import { verification } from '../../customers/kyc-verification.ts';
import { taskOperation } from '../../kernel/operation/task-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { awsWorkflows } from '../../kernel/platform/aws-workflows.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { sandboxKyc } from '../../providers/sandbox/kyc-provider.ts';
import { dynamoIssuanceStore } from '../infrastructure/dynamo-issuance-store.ts';
import { ensureKyc as declaration } from './declaration.ts';
import { ensureKyc } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'workflows' | 'secrets' | 'fetch'>;

export const wire = (platform: Needs) => {
  const { table, workflows } = platform;
  const work = { unitOfWork: unitOfWork(platform) };
  const customers = dynamoCustomerStore(table, pager(platform.secrets));
  const kyc = verification({ customers, cases: dynamoKycStore(table), provider: sandboxKyc(platform), ...work });
  const issuances = dynamoIssuanceStore(table);
  const directory = dynamoCustomerDirectory(table);
  const useCase = ensureKyc({ issuances, ...work, customers: directory, verification: kyc, workflows });
  return taskOperation(declaration, platform, useCase);
};

const builders = { table: awsTable, workflows: awsWorkflows, secrets: awsSecrets, fetch: awsFetch };
export const handler = lambdaHandler(declaration, wire, builders);
