import { InvalidState } from '../kernel/errors/domain-error.ts';
import type { TenantContext } from '../kernel/tenancy/tenant-context.ts';
import { endpointNotFound } from './domain/endpoint-errors.ts';
import { requireCallable } from '../kernel/outbound/callable-url.ts';
import type { WebhookEndpoint } from './domain/webhook-endpoint.ts';
import { mostEndpoints } from './domain/webhook-endpoint.ts';
import type { AddressGuard } from '../kernel/outbound/address-guard.ts';
import type { EndpointDirectory } from './ports/endpoint-store.ts';

/** @throws validation_failed when the platform would not call the URL */
export const refuseUrl = (url: string, guard: AddressGuard): void => {
  requireCallable(url, guard, 'url');
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
