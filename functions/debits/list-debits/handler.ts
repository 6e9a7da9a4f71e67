import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { ReadingPlatform } from '../wire-reading.ts';
import { wireReading } from '../wire-reading.ts';
import { listDebits as declaration } from './declaration.ts';
import { listDebits } from './operation.ts';

export const wire = (platform: ReadingPlatform) =>
  httpOperation(declaration, platform, listDebits(wireReading(platform)));

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets });
