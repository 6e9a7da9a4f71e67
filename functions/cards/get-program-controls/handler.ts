import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoProgramRules } from '../../tenants/infrastructure/dynamo-program-rules.ts';
import { getProgramControls as declaration } from './declaration.ts';
import { getProgramControls } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table'>;

export const wire = (platform: Needs) =>
  httpOperation(declaration, platform, getProgramControls({ programs: dynamoProgramRules(platform.table) }));

export const handler = lambdaHandler(declaration, wire, { table: awsTable });
