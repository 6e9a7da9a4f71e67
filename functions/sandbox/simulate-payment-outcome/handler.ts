import { dynamoDebitDirectory } from '../../debits/infrastructure/dynamo-debit-directory.ts';
import type { HttpHandler } from '../../kernel/operation/http-operation.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { sandboxPayments } from '../../providers/sandbox/sandbox-payments.ts';
import { simulatePaymentOutcome as declaration } from './declaration.ts';
import { simulatePaymentOutcome } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys' | 'fetch'>;

export const wire = (platform: Needs): HttpHandler => {
  const debits = dynamoDebitDirectory(platform.table);
  const deps = { debits, twin: sandboxPayments(platform), unitOfWork: unitOfWork(platform) };
  return httpOperation(declaration, platform, simulatePaymentOutcome(deps));
};

const builders = { table: awsTable, secrets: awsSecrets, messageKeys: awsMessageKeys, fetch: awsFetch };
export const handler = lambdaHandler(declaration, wire, builders);
