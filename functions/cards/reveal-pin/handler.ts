import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { issuerProcessor } from '../../providers/issuer-processors.ts';
import { dynamoCardStore } from '../infrastructure/dynamo-card-store.ts';
import { dynamoRevealSessions } from '../infrastructure/dynamo-reveal-sessions.ts';
import { revealPin as declaration } from './declaration.ts';
import { revealPin } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'fetch'>;

export const wire = (platform: Needs) => {
  const useCase = revealPin({
    cards: dynamoCardStore(platform.table, pager(platform.secrets)),
    sessions: dynamoRevealSessions(platform.table),
    issuer: issuerProcessor(platform),
    unitOfWork: unitOfWork(platform),
  });
  return httpOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets, fetch: awsFetch });
