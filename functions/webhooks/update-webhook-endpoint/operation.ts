import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { presentEndpoint } from '../answers.ts';
import { endpointFacts, endpointRecord } from '../domain/endpoint-events.ts';
import { changeEndpoint } from '../domain/webhook-endpoint.ts';
import { endpointNamed, refuseUrl } from '../endpoint-rules.ts';
import type { AddressGuard } from '../../kernel/outbound/address-guard.ts';
import type { EndpointDirectory, EndpointWrites } from '../ports/endpoint-store.ts';
import type { HealthLog } from '../ports/health-log.ts';
import type { updateWebhookEndpoint as declaration } from './declaration.ts';

interface Dependencies {
  readonly endpoints: EndpointDirectory;
  readonly writes: EndpointWrites;
  readonly health: Pick<HealthLog, 'forget'>;
  readonly guard: AddressGuard;
  readonly unitOfWork: UnitOfWork;
}

/**
 * Changes an endpoint.
 *
 * In: another URL, other events, enabled or disabled. Out: the whole endpoint.
 * 1. A new URL must be one that the platform may call.
 * 2. Enabled again or moved, the endpoint starts with a clean sheet: its run of failures is forgotten.
 * 3. Commit endpoint, record `webhook_endpoint.updated` (which members, not their values) and key together. Nothing
 *    changed: only the key.
 */
export const updateWebhookEndpoint =
  ({ endpoints, writes, health, guard, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const { tenant } = context;
    if (body.url !== undefined) refuseUrl(body.url, guard);
    const before = await endpointNamed(endpoints, tenant, params.endpointId);
    const { endpoint, changed } = changeEndpoint(before, body);
    const answer = presentEndpoint(endpoint);
    if (changed.length === 0) return unitOfWork.commit(context, { writes: [], records: [] }, answer);
    const record = endpointRecord(writes.partition(tenant, endpoint.endpointId), endpoint, {
      type: 'webhook_endpoint.updated',
      data: { ...endpointFacts(endpoint), changed },
    });
    const fresh = changed.includes('url') || changed.includes('status');
    const work = {
      writes: [writes.replace(tenant, endpoint), ...(fresh ? [health.forget(tenant, endpoint.endpointId)] : [])],
      records: [record],
    };
    return unitOfWork.commit(context, work, answer);
  };
