import { timerOperation } from '../../kernel/operation/task-operation.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { sandboxMoneyIssuer } from '../../providers/sandbox/money-issuer.ts';
import { dynamoCardTransfers } from '../infrastructure/dynamo-card-transfers.ts';
import { dynamoMoney } from '../infrastructure/dynamo-money.ts';
import { settleCardTransfer as declaration } from './declaration.ts';
import { settleCardTransfer } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'fetch'>;

export const wire = (platform: Needs) => {
  const transfers = dynamoCardTransfers(platform.table);
  const issuer = sandboxMoneyIssuer(platform);
  return timerOperation(declaration, platform, settleCardTransfer({ ...dynamoMoney(platform), transfers, issuer }));
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets, fetch: awsFetch });
