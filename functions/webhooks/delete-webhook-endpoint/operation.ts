import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { endpointFacts, endpointRecord } from '../domain/endpoint-events.ts';
import { endpointNotFound } from '../domain/endpoint-errors.ts';
import type { EndpointDirectory, EndpointHistory, EndpointWrites } from '../ports/endpoint-store.ts';
import type { deleteWebhookEndpoint as declaration } from './declaration.ts';

interface Dependencies {
  readonly endpoints: EndpointDirectory;
  readonly history: EndpointHistory;
  readonly writes: EndpointWrites;
  readonly unitOfWork: UnitOfWork;
}

/**
 * Takes an endpoint away.
 *
 * In: its id. Out: nothing. Deliveries under way find it gone and end; its history stays.
 * 1. One that was taken away before stays away: a repeat that overtakes the first request is no error.
 * 2. Endpoint, record `webhook_endpoint.deleted` and key commit together.
 */
export const deleteWebhookEndpoint =
  ({ endpoints, history, writes, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const { tenant } = context;
    const endpoint = await endpoints.find(tenant, params.endpointId);
    if (endpoint === undefined) {
      if (!(await history.wasDeleted(tenant, params.endpointId))) throw endpointNotFound();
      return unitOfWork.commit(context, { writes: [], records: [] }, undefined);
    }
    const last = { ...endpoint, sequence: endpoint.sequence + 1 };
    const record = endpointRecord(writes.partition(tenant, endpoint.endpointId), last, {
      type: 'webhook_endpoint.deleted',
      data: endpointFacts(endpoint),
    });
    return unitOfWork.commit(context, { writes: [writes.remove(tenant, endpoint)], records: [record] }, undefined);
  };
