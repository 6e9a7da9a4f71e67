import { queueOperation } from '../../kernel/operation/queue-operation.ts';
import { systemContexts } from '../../kernel/operation/system-context.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { awsWorkflows } from '../../kernel/platform/aws-workflows.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoRegistrationWaiters } from '../infrastructure/dynamo-registration-waiters.ts';
import { mandateReading } from '../wire-mandate-stores.ts';
import { resumeMandateRegistration as declaration } from './declaration.ts';
import { resumeMandateRegistration } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'workflows'>;

export const wire = (platform: Needs) =>
  queueOperation(
    declaration,
    platform,
    resumeMandateRegistration({
      ...mandateReading(platform),
      waiters: dynamoRegistrationWaiters(platform.table),
      workflows: platform.workflows,
      contextOf: systemContexts(platform, declaration.operationId),
    }),
  );

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  secrets: awsSecrets,
  workflows: awsWorkflows,
});
