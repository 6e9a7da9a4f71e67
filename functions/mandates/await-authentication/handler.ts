import { taskOperation } from '../../kernel/operation/task-operation.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { awsWorkflows } from '../../kernel/platform/aws-workflows.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { wireRegistration } from '../wire-mandates.ts';
import { awaitAuthentication as declaration } from './declaration.ts';
import { awaitAuthentication } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'workflows' | 'secrets' | 'fetch'>;

export const wire = (platform: Needs) =>
  taskOperation(declaration, platform, awaitAuthentication(wireRegistration(platform)));

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  workflows: awsWorkflows,
  secrets: awsSecrets,
  fetch: awsFetch,
});
