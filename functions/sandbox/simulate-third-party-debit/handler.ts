import type { HttpHandler } from '../../kernel/operation/http-operation.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { wireThirdParty } from '../wire-third-party.ts';
import { simulateThirdPartyDebit as declaration } from './declaration.ts';
import { simulateThirdPartyDebit } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys' | 'fetch'>;

export const wire = (platform: Needs): HttpHandler =>
  httpOperation(declaration, platform, simulateThirdPartyDebit(wireThirdParty(platform)));

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  secrets: awsSecrets,
  messageKeys: awsMessageKeys,
  fetch: awsFetch,
});
