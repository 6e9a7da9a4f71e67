import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { ledgerWrites } from '../infrastructure/dynamo-ledger.ts';
import { dynamoWithdrawalStore } from '../infrastructure/dynamo-withdrawal-store.ts';
import { rejectWithdrawal as declaration } from './declaration.ts';
import { rejectWithdrawal } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys'>;

export const wire = (platform: Needs) => {
  const withdrawals = dynamoWithdrawalStore(platform.table);
  const deps = { withdrawals, ledger: ledgerWrites, unitOfWork: unitOfWork(platform) };
  return httpOperation(declaration, platform, rejectWithdrawal(deps));
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, messageKeys: awsMessageKeys });
