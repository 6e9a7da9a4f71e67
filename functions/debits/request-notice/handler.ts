import { timerOperation } from '../../kernel/operation/task-operation.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import { paymentProvider } from '../../providers/payment-providers.ts';
import type { DebitingPlatform } from '../wire-debiting.ts';
import { wireDebiting } from '../wire-debiting.ts';
import { requestNotice as declaration } from './declaration.ts';
import { requestNotice } from './operation.ts';

export const wire = (platform: DebitingPlatform) =>
  timerOperation(declaration, platform, requestNotice(wireDebiting(platform, paymentProvider(platform))));

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets, fetch: awsFetch });
