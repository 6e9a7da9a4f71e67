import { dynamoCustomerContacts } from '../../customers/infrastructure/dynamo-customer-rules.ts';
import { queueOperation } from '../../kernel/operation/queue-operation.ts';
import { awsMail } from '../../kernel/platform/aws-mail.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { tenantDirectory } from '../../kernel/tenancy/tenant-directory.ts';
import { dynamoControlsAlerts } from '../infrastructure/dynamo-controls-alerts.ts';
import { sendControlsAlert as declaration } from './declaration.ts';
import { sendControlsAlert } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'mail'>;

export const wire = (platform: Needs) => {
  const { table, mail } = platform;
  const useCase = sendControlsAlert({
    directory: tenantDirectory(table),
    contacts: dynamoCustomerContacts(table),
    alerts: dynamoControlsAlerts(table),
    mail,
  });
  return queueOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, mail: awsMail });
