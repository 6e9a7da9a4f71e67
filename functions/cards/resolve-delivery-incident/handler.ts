import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoCardOrderStore } from '../infrastructure/dynamo-card-order-store.ts';
import { dynamoCardStore } from '../infrastructure/dynamo-card-store.ts';
import { dynamoDeliveryIncidentStore } from '../infrastructure/dynamo-delivery-incident-store.ts';
import { resolveDeliveryIncident as declaration } from './declaration.ts';
import { resolveDeliveryIncident } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys' | 'secrets'>;

export const wire = (platform: Needs) => {
  const { table, ids, secrets } = platform;
  const useCase = resolveDeliveryIncident({
    cards: dynamoCardStore(table, pager(secrets)),
    orders: dynamoCardOrderStore(table),
    incidents: dynamoDeliveryIncidentStore(table),
    unitOfWork: unitOfWork(platform),
    ids,
  });
  return httpOperation(declaration, platform, useCase);
};

const builders = { table: awsTable, messageKeys: awsMessageKeys, secrets: awsSecrets };
export const handler = lambdaHandler(declaration, wire, builders);
