import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { cardIncidentWrites } from '../infrastructure/dynamo-card-incident-store.ts';
import { wireCardStatus } from '../wire-card-status.ts';
import { declareIncident as declaration } from './declaration.ts';
import { declareIncident } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys' | 'secrets' | 'fetch'>;

export const wire = (platform: Needs) => {
  const deps = { ...wireCardStatus(platform), incidents: cardIncidentWrites, ids: platform.ids };
  return httpOperation(declaration, platform, declareIncident(deps));
};

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  messageKeys: awsMessageKeys,
  secrets: awsSecrets,
  fetch: awsFetch,
});
