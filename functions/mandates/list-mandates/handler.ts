import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { mandateReading } from '../wire-mandate-stores.ts';
import { listMandates as declaration } from './declaration.ts';
import { listMandates } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

export const wire = (platform: Needs) => httpOperation(declaration, platform, listMandates(mandateReading(platform)));

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  secrets: awsSecrets,
});
