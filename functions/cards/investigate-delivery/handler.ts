import { queueOperation } from '../../kernel/operation/queue-operation.ts';
import { systemContexts } from '../../kernel/operation/system-context.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { issuerProcessor } from '../../providers/issuer-processors.ts';
import { cardOrderReports } from '../card-order-reports.ts';
import { dynamoDeliveryIncidentStore } from '../infrastructure/dynamo-delivery-incident-store.ts';
import { dynamoOrderSteps } from '../wire-order-steps.ts';
import { investigateDelivery as declaration } from './declaration.ts';
import { investigateDelivery } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'fetch'>;

export const wire = (platform: Needs) => {
  const steps = dynamoOrderSteps(platform);
  const useCase = investigateDelivery({
    ...steps,
    incidents: dynamoDeliveryIncidentStore(platform.table),
    reports: cardOrderReports(steps),
    issuer: issuerProcessor(platform),
    contextOf: systemContexts(platform, declaration.operationId),
  });
  return queueOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets, fetch: awsFetch });
