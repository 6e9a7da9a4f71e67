import { wireDeviceAssertions } from '../../devices/wire-device-assertions.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoCardStore } from '../infrastructure/dynamo-card-store.ts';
import { dynamoRevealSessions } from '../infrastructure/dynamo-reveal-sessions.ts';
import { createRevealSession as declaration } from './declaration.ts';
import { createRevealSession } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys'>;

export const wire = (platform: Needs) => {
  const useCase = createRevealSession({
    cards: dynamoCardStore(platform.table, pager(platform.secrets)),
    sessions: dynamoRevealSessions(platform.table),
    assertions: wireDeviceAssertions(platform),
    ids: platform.ids,
    unitOfWork: unitOfWork(platform),
  });
  return httpOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  secrets: awsSecrets,
  messageKeys: awsMessageKeys,
});
