import { timerOperation } from '../../kernel/operation/task-operation.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { issuerProcessor } from '../../providers/issuer-processors.ts';
import { cardOrderReports } from '../card-order-reports.ts';
import { dynamoOrderSteps } from '../wire-order-steps.ts';
import { checkCardOrder as declaration } from './declaration.ts';
import { checkCardOrder } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'fetch'>;

export const wire = (platform: Needs) => {
  const steps = dynamoOrderSteps(platform);
  const useCase = checkCardOrder({ ...steps, issuer: issuerProcessor(platform), reports: cardOrderReports(steps) });
  return timerOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets, fetch: awsFetch });
