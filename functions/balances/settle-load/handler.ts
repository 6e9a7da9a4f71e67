import { timerOperation } from '../../kernel/operation/task-operation.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { sandboxBank } from '../../providers/sandbox/bank.ts';
import { dynamoLoadStore } from '../infrastructure/dynamo-load-store.ts';
import { dynamoMoney } from '../infrastructure/dynamo-money.ts';
import { settleLoad as declaration } from './declaration.ts';
import { settleLoad } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'fetch'>;

export const wire = (platform: Needs) => {
  const loads = dynamoLoadStore(platform.table);
  const transfers = sandboxBank(platform);
  return timerOperation(declaration, platform, settleLoad({ ...dynamoMoney(platform), loads, transfers }));
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets, fetch: awsFetch });
