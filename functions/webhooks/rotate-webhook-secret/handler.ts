import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoEndpointDirectory, dynamoEndpointWrites } from '../infrastructure/dynamo-endpoint-store.ts';
import { jweSecretVault } from '../../kernel/outbound/jwe-secret-vault.ts';
import { rotateWebhookSecret as declaration } from './declaration.ts';
import { rotateWebhookSecret } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys'>;

export const wire = (platform: Needs) =>
  httpOperation(
    declaration,
    platform,
    rotateWebhookSecret({
      endpoints: dynamoEndpointDirectory(platform.table),
      writes: dynamoEndpointWrites,
      vault: jweSecretVault(platform.messageKeys),
      unitOfWork: unitOfWork(platform),
      random: platform.random,
      clock: platform.clock,
    }),
  );

export const handler = lambdaHandler(declaration, wire, { table: awsTable, messageKeys: awsMessageKeys });
