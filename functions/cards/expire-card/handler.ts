import { spendCardWrites } from '../../balances/infrastructure/dynamo-spend-cards.ts';
import { timerOperation } from '../../kernel/operation/task-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoCardStore } from '../infrastructure/dynamo-card-store.ts';
import { expireCard as declaration } from './declaration.ts';
import { expireCard } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

export const wire = (platform: Needs) => {
  const cards = dynamoCardStore(platform.table, pager(platform.secrets));
  const deps = { cards, spending: spendCardWrites, unitOfWork: unitOfWork(platform) };
  return timerOperation(declaration, platform, expireCard(deps));
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets });
