import { ConcurrentChange } from '../kernel/errors/domain-error.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { UnitOfWork } from '../kernel/persistence/unit-of-work.ts';
import { realNow } from '../kernel/time/clock.ts';
import type { AttemptOutcome } from './domain/delivery.ts';
import { statusFor } from './domain/endpoint-health.ts';
import { endpointFacts, endpointRecord } from './domain/endpoint-events.ts';
import type { WebhookEndpoint } from './domain/webhook-endpoint.ts';
import { judged } from './domain/webhook-endpoint.ts';
import type { EndpointDirectory, EndpointWrites } from './ports/endpoint-store.ts';
import type { HealthLog } from './ports/health-log.ts';

export interface JudgementDependencies {
  readonly endpoints: EndpointDirectory;
  readonly writes: EndpointWrites;
  readonly health: HealthLog;
  readonly unitOfWork: UnitOfWork;
}

const mostTries = 3;

const judgements = {
  enabled: 'webhook_endpoint.recovered',
  degraded: 'webhook_endpoint.degraded',
  disabled: 'webhook_endpoint.disabled',
} as const;

const nextOf = async (
  { health }: JudgementDependencies,
  { tenant, clock }: OperationContext,
  { endpoint, outcome }: { readonly endpoint: WebhookEndpoint; readonly outcome: AttemptOutcome },
): Promise<WebhookEndpoint | undefined> => {
  const { endpointId } = endpoint;
  const now = realNow(clock);
  const [state, counts] = await Promise.all([health.read(tenant, endpointId), health.counts(tenant, endpointId, now)]);
  const status = statusFor(endpoint, { outcome, health: state, counts }, now);
  return status === endpoint.status ? undefined : judged(endpoint, status, outcome === 'gone' ? 'gone' : 'failing');
};

/** @returns false when somebody else changed the endpoint meanwhile */
const change = async (
  { writes, unitOfWork }: JudgementDependencies,
  context: OperationContext,
  next: WebhookEndpoint,
): Promise<boolean> => {
  const { tenant } = context;
  const record = endpointRecord(writes.partition(tenant, next.endpointId), next, {
    type: judgements[next.status],
    data: endpointFacts(next),
  });
  try {
    await unitOfWork.commit(context, { writes: [writes.replace(tenant, next)], records: [record] }, undefined);
    return true;
  } catch (error) {
    if (error instanceof ConcurrentChange) return false;
    throw error;
  }
};

/**
 * Gives an endpoint the status that its newest attempt and its last day deserve, and tells of it. Many workers come to
 * the same judgement at once; the first writes it. Who cannot write it three times leaves it to the next attempt.
 */
export const judgeEndpoint = async (
  deps: JudgementDependencies,
  context: OperationContext,
  attempt: { readonly endpointId: string; readonly outcome: AttemptOutcome },
): Promise<void> => {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const endpoint = await deps.endpoints.find(context.tenant, attempt.endpointId);
    if (endpoint === undefined) return;
    const next = await nextOf(deps, context, { endpoint, outcome: attempt.outcome });
    if (next === undefined || (await change(deps, context, next))) return;
  }
  context.log.warn('webhook_endpoint_not_judged', { resourceId: attempt.endpointId });
};
