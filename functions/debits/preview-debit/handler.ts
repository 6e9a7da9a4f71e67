import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoPaymentLimits } from '../../mandates/infrastructure/dynamo-payment-limits.ts';
import type { ReadingPlatform } from '../wire-reading.ts';
import { wireReading } from '../wire-reading.ts';
import { previewDebit as declaration } from './declaration.ts';
import { previewDebit } from './operation.ts';

type Needs = ReadingPlatform & Pick<Capabilities, 'messageKeys'>;

export const wire = (platform: Needs) => {
  const limits = dynamoPaymentLimits(platform.table);
  return httpOperation(declaration, platform, previewDebit({ ...wireReading(platform), limits }));
};

const builders = { table: awsTable, secrets: awsSecrets, messageKeys: awsMessageKeys };
export const handler = lambdaHandler(declaration, wire, builders);
