import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { presentDelivery } from '../answers.ts';
import { endpointNamed } from '../endpoint-rules.ts';
import type { DeliveryList } from '../ports/delivery-store.ts';
import type { EndpointDirectory } from '../ports/endpoint-store.ts';
import type { listDeliveries as declaration } from './declaration.ts';

interface Dependencies {
  readonly endpoints: EndpointDirectory;
  readonly deliveries: DeliveryList;
}

/** Lists an endpoint's deliveries with their newest attempts: status, latency, instant; what was answered is not kept. */
export const listDeliveries =
  ({ endpoints, deliveries }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, query }) => {
    const { endpointId } = await endpointNamed(endpoints, context.tenant, params.endpointId);
    const { data, nextCursor } = await deliveries.list(context.tenant, endpointId, query);
    return { data: data.map(presentDelivery), nextCursor };
  };
