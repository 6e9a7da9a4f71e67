import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { presentEndpoint } from '../answers.ts';
import type { EndpointStore } from '../ports/endpoint-store.ts';
import type { listWebhookEndpoints as declaration } from './declaration.ts';

/** Lists the tenant's endpoints, oldest first, without their secrets. */
export const listWebhookEndpoints =
  ({ endpoints }: { readonly endpoints: Pick<EndpointStore, 'list'> }): HttpUseCase<typeof declaration> =>
  async ({ context, query }) => {
    const { data, nextCursor } = await endpoints.list(context.tenant, query);
    return { data: data.map(presentEndpoint), nextCursor };
  };
