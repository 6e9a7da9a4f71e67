import { wireOnSessionPayments } from '../../debits/wire-on-session-payments.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoMandateStore } from '../../mandates/infrastructure/dynamo-mandate-store.ts';
import { dynamoInvoiceStore } from '../infrastructure/dynamo-invoice-store.ts';
import { payInvoice as declaration } from './declaration.ts';
import { payInvoice } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys' | 'secrets' | 'fetch'>;

/** @param payments asks the payment provider unless a test says otherwise */
export const wire = (platform: Needs, payments = wireOnSessionPayments(platform)) => {
  const { table, secrets } = platform;
  const pages = pager(secrets);
  const useCase = payInvoice({
    invoices: dynamoInvoiceStore(table, pages),
    mandates: dynamoMandateStore(table, pages),
    payments,
    unitOfWork: unitOfWork(platform),
  });
  return httpOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, (platform: Needs) => wire(platform), {
  table: awsTable,
  messageKeys: awsMessageKeys,
  secrets: awsSecrets,
  fetch: awsFetch,
});
