import { taskOperation } from '../../kernel/operation/task-operation.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { mandateWriting } from '../wire-mandate-work.ts';
import { failMandate as declaration } from './declaration.ts';
import { failMandate } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

export const wire = (platform: Needs) => taskOperation(declaration, platform, failMandate(mandateWriting(platform)));

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  secrets: awsSecrets,
});
