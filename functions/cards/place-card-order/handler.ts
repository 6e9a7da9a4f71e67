import { taskOperation } from '../../kernel/operation/task-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { awsWorkflows } from '../../kernel/platform/aws-workflows.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { issuerProcessor } from '../../providers/issuer-processors.ts';
import { cardOrderReports } from '../card-order-reports.ts';
import { wireDirectories } from '../wire-directories.ts';
import { dynamoOrderWaiters } from '../infrastructure/dynamo-card-order-store.ts';
import { dynamoCardReplacements } from '../infrastructure/dynamo-card-replacements.ts';
import { dynamoCardStore } from '../infrastructure/dynamo-card-store.ts';
import { dynamoOrderSteps } from '../wire-order-steps.ts';
import { placeCardOrder as declaration } from './declaration.ts';
import { placeCardOrder } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'workflows' | 'secrets' | 'fetch'>;

export const wire = (platform: Needs) => {
  const { table, workflows, secrets } = platform;
  const steps = dynamoOrderSteps(platform);
  const useCase = placeCardOrder({
    ...steps,
    cards: dynamoCardStore(table, pager(secrets)),
    replacements: dynamoCardReplacements(table),
    ...wireDirectories(table),
    ...{
      issuer: issuerProcessor(platform),
      reports: cardOrderReports(steps),
      waiters: dynamoOrderWaiters(table, 'report'),
      workflows,
    },
  });
  return taskOperation(declaration, platform, useCase);
};

const builders = { table: awsTable, workflows: awsWorkflows, secrets: awsSecrets, fetch: awsFetch };
export const handler = lambdaHandler(declaration, wire, builders);
