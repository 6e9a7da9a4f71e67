import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoDeliveryIncidentStore } from '../infrastructure/dynamo-delivery-incident-store.ts';
import { resolveDeliveryIncident as declaration } from './declaration.ts';
import { resolveDeliveryIncident } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys'>;

export const wire = (platform: Needs) => {
  const incidents = dynamoDeliveryIncidentStore(platform.table);
  const useCase = resolveDeliveryIncident({ incidents, unitOfWork: unitOfWork(platform) });
  return httpOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, messageKeys: awsMessageKeys });
