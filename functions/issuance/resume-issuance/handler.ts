import { dynamoKycCaseDirectory } from '../../customers/infrastructure/dynamo-kyc-case-directory.ts';
import { queueOperation } from '../../kernel/operation/queue-operation.ts';
import { systemContexts } from '../../kernel/operation/system-context.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { awsWorkflows } from '../../kernel/platform/aws-workflows.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoIssuanceStore } from '../infrastructure/dynamo-issuance-store.ts';
import { resumeIssuance as declaration } from './declaration.ts';
import { resumeIssuance } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'workflows'>;

export const wire = (platform: Needs) =>
  queueOperation(
    declaration,
    platform,
    resumeIssuance({
      cases: dynamoKycCaseDirectory(platform.table),
      issuances: dynamoIssuanceStore(platform.table),
      unitOfWork: unitOfWork(platform),
      workflows: platform.workflows,
      contextOf: systemContexts(platform, declaration.operationId),
    }),
  );

export const handler = lambdaHandler(declaration, wire, { table: awsTable, workflows: awsWorkflows });
