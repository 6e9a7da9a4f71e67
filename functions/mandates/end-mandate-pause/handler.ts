import { timerOperation } from '../../kernel/operation/task-operation.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { mandateWriting } from '../wire-mandate-work.ts';
import { endMandatePause as declaration } from './declaration.ts';
import { endMandatePause } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

export const wire = (platform: Needs) =>
  timerOperation(declaration, platform, endMandatePause(mandateWriting(platform)));

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  secrets: awsSecrets,
});
