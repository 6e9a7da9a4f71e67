import { streamOperation } from '../../kernel/operation/stream-operation.ts';
import { systemContexts } from '../../kernel/operation/system-context.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { tenantDirectory } from '../../kernel/tenancy/tenant-directory.ts';
import { dynamoDepositWatch } from '../infrastructure/dynamo-deposit-watch.ts';
import { dynamoLedgerFold } from '../infrastructure/dynamo-ledger-fold.ts';
import { dynamoOverdrafts } from '../infrastructure/dynamo-overdrafts.ts';
import { dynamoPartnerStore, dynamoPartnerWarnings } from '../infrastructure/dynamo-partner-store.ts';
import { foldJournal as declaration } from './declaration.ts';
import { foldJournal } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table'>;

export const wire = (platform: Needs) => {
  const { table, ids } = platform;
  const useCase = foldJournal({
    fold: dynamoLedgerFold({ ...platform, directory: tenantDirectory(table) }),
    warnings: dynamoPartnerWarnings(table),
    partners: dynamoPartnerStore(table),
    deposits: dynamoDepositWatch(table),
    overdrafts: dynamoOverdrafts(table),
    contextOf: (tenantId) => systemContexts(platform, declaration.operationId)(tenantId, ids.nextGlobal('req')),
    unitOfWork: unitOfWork(platform),
    log: platform.log.with({ operation: declaration.operationId }),
  });
  return streamOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable });
