import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoCardStore } from '../infrastructure/dynamo-card-store.ts';
import { getControls as declaration } from './declaration.ts';
import { getControls } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

export const wire = (platform: Needs) =>
  httpOperation(
    declaration,
    platform,
    getControls({ cards: dynamoCardStore(platform.table, pager(platform.secrets)) }),
  );

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets });
