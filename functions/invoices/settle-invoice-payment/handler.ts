import { queueOperation } from '../../kernel/operation/queue-operation.ts';
import { systemContexts } from '../../kernel/operation/system-context.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoInvoiceStore } from '../infrastructure/dynamo-invoice-store.ts';
import { settleInvoicePayment as declaration } from './declaration.ts';
import { settleInvoicePayment } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

export const wire = (platform: Needs) =>
  queueOperation(
    declaration,
    platform,
    settleInvoicePayment({
      contextOf: systemContexts(platform, declaration.operationId),
      invoices: dynamoInvoiceStore(platform.table, pager(platform.secrets)),
      unitOfWork: unitOfWork(platform),
    }),
  );

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets });
