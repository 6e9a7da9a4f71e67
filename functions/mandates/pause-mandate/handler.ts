import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { mandateWriting } from '../wire-mandate-work.ts';
import { pauseMandate as declaration } from './declaration.ts';
import { pauseMandate } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys' | 'secrets'>;

export const wire = (platform: Needs) => httpOperation(declaration, platform, pauseMandate(mandateWriting(platform)));

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  messageKeys: awsMessageKeys,
  secrets: awsSecrets,
});
