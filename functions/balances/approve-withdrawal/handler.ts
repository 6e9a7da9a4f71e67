import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { sandboxBank } from '../../providers/sandbox/bank.ts';
import { dynamoWithdrawing } from '../infrastructure/dynamo-withdrawing.ts';
import { approveWithdrawal as declaration } from './declaration.ts';
import { approveWithdrawal } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys' | 'fetch'>;

export const wire = (platform: Needs) => {
  const deps = { ...dynamoWithdrawing(platform), transfers: sandboxBank(platform) };
  return httpOperation(declaration, platform, approveWithdrawal(deps));
};

const builders = { table: awsTable, secrets: awsSecrets, messageKeys: awsMessageKeys, fetch: awsFetch };
export const handler = lambdaHandler(declaration, wire, builders);
