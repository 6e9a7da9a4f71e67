import { dynamoCustomerContacts } from '../../customers/infrastructure/dynamo-customer-rules.ts';
import { queueOperation } from '../../kernel/operation/queue-operation.ts';
import { systemContexts } from '../../kernel/operation/system-context.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsMail } from '../../kernel/platform/aws-mail.ts';
import { awsSms } from '../../kernel/platform/aws-sms.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoMerchantNames } from '../../tenants/infrastructure/dynamo-merchant-names.ts';
import { dynamoNotificationStore } from '../infrastructure/dynamo-notification-store.ts';
import { stageCarriers } from '../infrastructure/stage-carriers.ts';
import { sendNotification as declaration } from './declaration.ts';
import { sendNotification } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'sms' | 'mail'>;

export const wire = (platform: Needs) => {
  const { table, settings } = platform;
  const useCase = sendNotification({
    contextOf: systemContexts(platform, declaration.operationId),
    notifications: dynamoNotificationStore(table),
    contacts: dynamoCustomerContacts(table),
    merchants: dynamoMerchantNames(table),
    carriers: stageCarriers(platform),
    unitOfWork: unitOfWork(platform),
    complaints: settings['COMPLAINTS_CONTACT'] ?? '',
  });
  return queueOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, sms: awsSms, mail: awsMail });
