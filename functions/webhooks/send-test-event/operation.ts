import type { IdGenerator } from '../../kernel/ids/ids.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { refuseDisabled } from '../domain/endpoint-errors.ts';
import { endpointFacts, endpointRecord } from '../domain/endpoint-events.ts';
import { testEventType } from '../domain/webhook-endpoint.ts';
import { endpointNamed } from '../endpoint-rules.ts';
import type { EndpointDirectory, EndpointWrites } from '../ports/endpoint-store.ts';
import type { sendTestEvent as declaration } from './declaration.ts';

interface Dependencies {
  readonly endpoints: EndpointDirectory;
  readonly writes: EndpointWrites;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
}

/**
 * Sends a test event. It is a record like any other and takes the whole way: log, bus, fan-out, delivery, retries.
 *
 * In: the endpoint, which must not be disabled. Out: the event's id, which is the `webhook-id` to expect. The endpoint's
 * next version, record `webhook_endpoint.tested` and key commit together.
 */
export const sendTestEvent =
  ({ endpoints, writes, unitOfWork, ids }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const { tenant } = context;
    const before = await endpointNamed(endpoints, tenant, params.endpointId);
    refuseDisabled(before);
    const endpoint = { ...before, sequence: before.sequence + 1 };
    const { endpointId } = endpoint;
    const eventId = ids.next('evt', tenant);
    const record = endpointRecord(writes.partition(tenant, endpointId), endpoint, {
      type: testEventType,
      data: endpointFacts(endpoint),
    });
    const work = { writes: [writes.replace(tenant, endpoint)], records: [{ ...record, eventId }] };
    return unitOfWork.commit(context, work, { endpointId, eventId });
  };
