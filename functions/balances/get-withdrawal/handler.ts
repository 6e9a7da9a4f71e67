import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoWithdrawalStore } from '../infrastructure/dynamo-withdrawal-store.ts';
import { getWithdrawal as declaration } from './declaration.ts';
import { getWithdrawal } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys'>;

export const wire = (platform: Needs) =>
  httpOperation(declaration, platform, getWithdrawal({ withdrawals: dynamoWithdrawalStore(platform.table) }));

export const handler = lambdaHandler(declaration, wire, { table: awsTable, messageKeys: awsMessageKeys });
