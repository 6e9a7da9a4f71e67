import { dynamoCardOrderStore } from '../../cards/infrastructure/dynamo-card-order-store.ts';
import { queueOperation } from '../../kernel/operation/queue-operation.ts';
import { systemContexts } from '../../kernel/operation/system-context.ts';
import type { ReferenceSpace } from '../../kernel/persistence/provider-reference.ts';
import { findReferenceOwner } from '../../kernel/persistence/provider-reference.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { cardsToCome } from '../cards-to-come.ts';
import { dynamoInboundStore } from '../infrastructure/dynamo-inbound-store.ts';
import { processIssuerEvent as declaration } from './declaration.ts';
import { processIssuerEvent } from './operation.ts';
import { wireAppliers } from './wire-appliers.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys' | 'secrets' | 'fetch'>;

export const wire = (platform: Needs) => {
  const { table, meter } = platform;
  const findOwner = (space: ReferenceSpace, reference: string) => findReferenceOwner(table, space, reference);
  const contextOf = systemContexts(platform, declaration.operationId);
  const deps = {
    inbound: dynamoInboundStore(platform),
    appliers: wireAppliers(platform),
    cardsToCome: cardsToCome({ orders: dynamoCardOrderStore(table), findOwner, contextOf }),
    findOwner,
    contextOf,
  };
  return queueOperation(declaration, platform, processIssuerEvent({ ...deps, meter }));
};

const builders = { table: awsTable, messageKeys: awsMessageKeys, secrets: awsSecrets, fetch: awsFetch };
export const handler = lambdaHandler(declaration, wire, builders);
