import { urlOperation } from '../../kernel/operation/url-operation.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsHotQueues } from '../../kernel/platform/aws-hot-queues.ts';
import { awsHotSecrets } from '../../kernel/platform/aws-hot-secrets.ts';
import { awsHotTable } from '../../kernel/platform/aws-hot-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { queuedDoubts } from '../infrastructure/queued-doubts.ts';
import { decideAuthorization as declaration } from './declaration.ts';
import { decideAuthorization } from './operation.ts';
import type { TenantDecision } from '../ports/tenant-decision.ts';
import { wireDeciding } from './wire-deciding.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'queues' | 'fetch'>;

/** A tenant that is not asked: its default decides. */
const tenantDecision: TenantDecision = {
  ask: async (_context, { webhook }) => (webhook.default === 'approve' ? 'silent_approve' : 'silent_decline'),
};

export const wire = (platform: Needs) => {
  const { secrets, clock, meter, queues } = platform;
  const useCase = decideAuthorization({
    ...wireDeciding(platform, { tenantDecision }),
    doubts: queuedDoubts(queues),
    secrets,
    clock,
    meter,
  });
  return urlOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, {
  table: awsHotTable,
  secrets: awsHotSecrets,
  queues: awsHotQueues,
  fetch: awsFetch,
});
