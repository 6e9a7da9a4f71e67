import { InvalidState } from '../kernel/errors/domain-error.ts';
import type { TenantContext } from '../kernel/tenancy/tenant-context.ts';
import { endpointNotFound, refuseField } from './domain/endpoint-errors.ts';
import { faultOfUrl } from './domain/endpoint-url.ts';
import type { WebhookEndpoint } from './domain/webhook-endpoint.ts';
import { mostEndpoints } from './domain/webhook-endpoint.ts';
import type { AddressGuard } from './ports/address-guard.ts';
import type { EndpointDirectory } from './ports/endpoint-store.ts';

/** @throws validation_failed when the platform would not call the URL */
export const refuseUrl = (url: string, guard: AddressGuard): void => {
  const fault = faultOfUrl(url, {
    loopbackAllowed: guard.loopbackAllowed,
    isAllowedHost: (hostname) => guard.allowsHost(hostname),
  });
  if (fault !== undefined) refuseField('url', fault);
};

/** @throws invalid_state when the tenant has as many endpoints as it may have */
export const refuseTooMany = async (endpoints: EndpointDirectory, tenant: TenantContext): Promise<void> => {
  if ((await endpoints.all(tenant)).length >= mostEndpoints) {
    throw new InvalidState(`A tenant may have ${mostEndpoints} webhook endpoints.`, { limit: mostEndpoints });
  }
};

/** @throws webhook_endpoint_not_found */
export const endpointNamed = async (
  endpoints: EndpointDirectory,
  tenant: TenantContext,
  endpointId: string,
): Promise<WebhookEndpoint> => (await endpoints.find(tenant, endpointId)) ?? Promise.reject(endpointNotFound());
