import { queueOperation } from '../../kernel/operation/queue-operation.ts';
import { systemContexts } from '../../kernel/operation/system-context.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoHearings } from '../infrastructure/dynamo-hearings.ts';
import { takingBack } from '../taking-back.ts';
import { settleDoubt as declaration } from './declaration.ts';
import { settleDoubt } from './operation.ts';
import { wireMessages } from '../wire-messages.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

export const wire = (platform: Needs) => {
  const stores = wireMessages(platform);
  const contextOf = systemContexts(platform, declaration.operationId);
  const takeBack = takingBack({ ...stores, hearings: dynamoHearings(platform.table) });
  return queueOperation(declaration, platform, settleDoubt({ ...stores, takeBack, contextOf }));
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets });
