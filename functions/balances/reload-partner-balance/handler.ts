import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoDepositReload } from '../infrastructure/dynamo-deposit-escrow.ts';
import { ledgerWrites } from '../infrastructure/dynamo-ledger.ts';
import { dynamoPartnerStore } from '../infrastructure/dynamo-partner-store.ts';
import { reloadPartnerBalance as declaration } from './declaration.ts';
import { reloadPartnerBalance } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys'>;

export const wire = (platform: Needs) =>
  httpOperation(
    declaration,
    platform,
    reloadPartnerBalance({
      partners: dynamoPartnerStore(platform.table),
      ledger: ledgerWrites,
      deposits: dynamoDepositReload(platform.table),
      unitOfWork: unitOfWork(platform),
      ids: platform.ids,
    }),
  );

export const handler = lambdaHandler(declaration, wire, { table: awsTable, messageKeys: awsMessageKeys });
