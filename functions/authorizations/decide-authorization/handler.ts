import { urlOperation } from '../../kernel/operation/url-operation.ts';
import { jweSecretOpener } from '../../kernel/outbound/jwe-secret-opener.ts';
import { addressGuard } from '../../kernel/outbound/public-addresses.ts';
import { awsHotMessageKeys } from '../../kernel/platform/aws-hot-message-keys.ts';
import { awsHotQueues } from '../../kernel/platform/aws-hot-queues.ts';
import { awsHotSecrets } from '../../kernel/platform/aws-hot-secrets.ts';
import { awsHotTable } from '../../kernel/platform/aws-hot-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { httpTenantDecision } from '../infrastructure/http-tenant-decision.ts';
import { queuedDoubts } from '../infrastructure/queued-doubts.ts';
import { decideAuthorization as declaration } from './declaration.ts';
import { decideAuthorization } from './operation.ts';
import { wireDeciding } from './wire-deciding.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'queues' | 'messageKeys'>;

export const wire = (platform: Needs) => {
  const { secrets, clock, meter, queues, messageKeys, settings } = platform;
  const vault = jweSecretOpener(messageKeys);
  const tenantDecision = httpTenantDecision({ vault, guard: addressGuard(settings), clock, meter });
  const deciding = wireDeciding(platform, { tenantDecision });
  const useCase = decideAuthorization({ ...deciding, doubts: queuedDoubts(queues), secrets, clock, meter });
  return urlOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, {
  table: awsHotTable,
  secrets: awsHotSecrets,
  queues: awsHotQueues,
  messageKeys: awsHotMessageKeys,
});
