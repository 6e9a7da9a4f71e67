import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoInstallationStore } from '../infrastructure/dynamo-installation-store.ts';
import { listDevices as declaration } from './declaration.ts';
import { listDevices } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

export const wire = (platform: Needs) => {
  const installations = dynamoInstallationStore(platform.table, pager(platform.secrets));
  return httpOperation(declaration, platform, listDevices({ installations }));
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets });
