import { timerOperation } from '../../kernel/operation/task-operation.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { wireMandates } from '../wire-mandates.ts';
import { purgeMandate as declaration } from './declaration.ts';
import { purgeMandate } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'fetch'>;

export const wire = (platform: Needs) => timerOperation(declaration, platform, purgeMandate(wireMandates(platform)));

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  secrets: awsSecrets,
  fetch: awsFetch,
});
