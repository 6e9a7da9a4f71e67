import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoIssuanceStore } from '../infrastructure/dynamo-issuance-store.ts';
import { getIssuance as declaration } from './declaration.ts';
import { getIssuance } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table'>;

export const wire = (platform: Needs) =>
  httpOperation(declaration, platform, getIssuance({ issuances: dynamoIssuanceStore(platform.table) }));

export const handler = lambdaHandler(declaration, wire, { table: awsTable });
