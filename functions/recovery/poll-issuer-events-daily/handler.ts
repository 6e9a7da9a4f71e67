import { eventIntake } from '../../ingress/event-intake.ts';
import { dynamoInboundStates } from '../../ingress/infrastructure/dynamo-inbound-store.ts';
import { scheduleOperation } from '../../kernel/operation/schedule-operation.ts';
import { findReferenceOwner } from '../../kernel/persistence/provider-reference.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsQueues } from '../../kernel/platform/aws-queues.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { sandboxEventLogs } from '../../providers/sandbox/event-logs.ts';
import { dynamoTenantRoll } from '../../timers/infrastructure/dynamo-tenant-roll.ts';
import { pollIssuerEventsDaily as declaration } from './declaration.ts';
import { pollIssuerEventsDaily } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'queues' | 'fetch'>;

export const wire = (platform: Needs) => {
  const { table, meter, log, clock, queues } = platform;
  const intake = eventIntake({
    inbound: dynamoInboundStates(table),
    findOwner: (space, reference) => findReferenceOwner(table, space, reference),
    queues,
    clock,
  });
  const sources = { tenants: dynamoTenantRoll(table), logs: sandboxEventLogs(platform), intake };
  return scheduleOperation(declaration, platform, pollIssuerEventsDaily({ ...sources, meter, log, clock }));
};

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  secrets: awsSecrets,
  queues: awsQueues,
  fetch: awsFetch,
});
