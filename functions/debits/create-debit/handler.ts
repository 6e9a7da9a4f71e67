import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { Capabilities } from '../../kernel/platform/platform.ts';
import { paymentProvider } from '../../providers/payment-providers.ts';
import type { DebitingPlatform } from '../wire-debiting.ts';
import { wireDebiting } from '../wire-debiting.ts';
import { createDebit as declaration } from './declaration.ts';
import { createDebit } from './operation.ts';

type Needs = DebitingPlatform & Pick<Capabilities, 'messageKeys'>;

export const wire = (platform: Needs) =>
  httpOperation(declaration, platform, createDebit(wireDebiting(platform, paymentProvider(platform))));

const builders = { table: awsTable, secrets: awsSecrets, messageKeys: awsMessageKeys, fetch: awsFetch };
export const handler = lambdaHandler(declaration, wire, builders);
