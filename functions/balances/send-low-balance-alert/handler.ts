import { queueOperation } from '../../kernel/operation/queue-operation.ts';
import { awsMail } from '../../kernel/platform/aws-mail.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { tenantDirectory } from '../../kernel/tenancy/tenant-directory.ts';
import { dynamoAlertContacts } from '../../tenants/infrastructure/dynamo-alert-contacts.ts';
import { dynamoLowBalanceAlerts } from '../infrastructure/dynamo-low-balance-alerts.ts';
import { dynamoPartnerStore } from '../infrastructure/dynamo-partner-store.ts';
import { sendLowBalanceAlert as declaration } from './declaration.ts';
import { sendLowBalanceAlert } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'mail'>;

export const wire = (platform: Needs) => {
  const { table, mail } = platform;
  const useCase = sendLowBalanceAlert({
    directory: tenantDirectory(table),
    partners: dynamoPartnerStore(table),
    contacts: dynamoAlertContacts(table),
    alerts: dynamoLowBalanceAlerts(table),
    mail,
  });
  return queueOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, mail: awsMail });
