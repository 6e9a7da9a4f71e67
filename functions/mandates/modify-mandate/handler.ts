import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { wireMandates } from '../wire-mandates.ts';
import { modifyMandate as declaration } from './declaration.ts';
import { modifyMandate } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys' | 'secrets' | 'fetch'>;

export const wire = (platform: Needs) => httpOperation(declaration, platform, modifyMandate(wireMandates(platform)));

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  messageKeys: awsMessageKeys,
  secrets: awsSecrets,
  fetch: awsFetch,
});
