import type { Page, PageRequest } from '../../kernel/persistence/page.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { WebhookEndpoint } from '../domain/webhook-endpoint.ts';

/** A tenant's endpoints, for those who deliver to them. */
export interface EndpointDirectory {
  find(tenant: TenantContext, endpointId: string): Promise<WebhookEndpoint | undefined>;
  /** All of them, strongly consistent: an event must not miss the endpoint that was made just before it. */
  all(tenant: TenantContext): Promise<readonly WebhookEndpoint[]>;
}

/** What is left of endpoints that were taken away: their history. */
export interface EndpointHistory {
  wasDeleted(tenant: TenantContext, endpointId: string): Promise<boolean>;
}

/** Endpoints of a tenant. Reads are strongly consistent. */
export interface EndpointStore extends EndpointDirectory {
  /** Oldest first. @throws cursor_invalid */
  list(tenant: TenantContext, page: PageRequest): Promise<Page<WebhookEndpoint>>;
}

/** Writes of endpoints. */
export interface EndpointWrites {
  /** Refused with ConcurrentChange when the id is taken. */
  create(tenant: TenantContext, endpoint: WebhookEndpoint): WriteIntent;
  /** The next version; refused with ConcurrentChange unless `endpoint.sequence - 1` is stored. */
  replace(tenant: TenantContext, endpoint: WebhookEndpoint): WriteIntent;
  /** Takes it away; refused with ConcurrentChange unless this version is stored. */
  remove(tenant: TenantContext, endpoint: WebhookEndpoint): WriteIntent;
  /** The partition that holds the endpoint's history. */
  partition(tenant: TenantContext, endpointId: string): string;
}
