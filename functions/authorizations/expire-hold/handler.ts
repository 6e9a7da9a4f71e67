import { timerOperation } from '../../kernel/operation/task-operation.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { cardMessages } from '../card-messages.ts';
import { expireHold as declaration } from './declaration.ts';
import { expireHold } from './operation.ts';
import { wireMessages } from '../wire-messages.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

export const wire = (platform: Needs) => {
  const stores = wireMessages(platform);
  return timerOperation(declaration, platform, expireHold({ ...stores, messages: cardMessages(stores) }));
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets });
