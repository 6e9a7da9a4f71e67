import { dynamoCustomerRules } from '../../customers/infrastructure/dynamo-customer-rules.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import { getCustomerControls as declaration } from './declaration.ts';
import { getCustomerControls } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table'>;

export const wire = (platform: Needs) => {
  const customers = dynamoCustomerRules(platform.table);
  const programs = dynamoProgramDirectory(platform.table);
  return httpOperation(declaration, platform, getCustomerControls({ customers, programs }));
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable });
