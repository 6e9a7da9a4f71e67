import type { Temporal } from 'temporal-polyfill';

/** States of an endpoint (domain.md 2.10). */
export const endpointStatuses = ['enabled', 'degraded', 'disabled'] as const;
export type EndpointStatus = (typeof endpointStatuses)[number];

/** Why nothing is sent to an endpoint any more. */
export const disabledReasons = ['by_tenant', 'gone', 'failing'] as const;
export type DisabledReason = (typeof disabledReasons)[number];

/** A signing secret as it is kept: sealed, never in clear. */
export interface SealedSecret {
  readonly sealed: string;
  /** Real time; absent for the newest one, which has no end. */
  readonly expiresAt?: Temporal.Instant | undefined;
}

/** Where a tenant wants its events. */
export interface WebhookEndpoint {
  readonly endpointId: string;
  readonly url: string;
  /** Names, `card.*` or `*`. */
  readonly eventTypes: readonly string[];
  readonly status: EndpointStatus;
  readonly disabledReason?: DisabledReason | undefined;
  /** Newest first, two at most. */
  readonly secrets: readonly SealedSecret[];
  readonly createdAt: Temporal.Instant;
  /** Counts the changes, from 1. */
  readonly sequence: number;
}

/** Endpoints that one tenant may have: each event is matched against all of them. */
export const mostEndpoints = 20;

/** Hours for which the secret before the newest one signs too, so that receivers can change over. */
export const secretOverlapHours = 24;

/** A new endpoint, enabled. */
export const openEndpoint = (
  wish: Pick<WebhookEndpoint, 'endpointId' | 'url' | 'eventTypes'> & { readonly sealed: string },
  now: Temporal.Instant,
): WebhookEndpoint => ({
  endpointId: wish.endpointId,
  url: wish.url,
  eventTypes: wish.eventTypes,
  status: 'enabled',
  secrets: [{ sealed: wish.sealed }],
  createdAt: now,
  sequence: 1,
});

/** What a tenant may change. */
export interface EndpointChange {
  readonly url?: string | undefined;
  readonly eventTypes?: readonly string[] | undefined;
  readonly status?: 'enabled' | 'disabled' | undefined;
}

const sameTypes = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((type, position) => type === right[position]);

/** Degraded is a kind of enabled: asking for `enabled` then changes nothing. */
const isAsked = (endpoint: WebhookEndpoint, status: EndpointChange['status']): boolean =>
  status !== undefined && (status === 'disabled') !== (endpoint.status === 'disabled');

/** The endpoint with a change applied, and which of its members changed. */
export const changeEndpoint = (
  endpoint: WebhookEndpoint,
  change: EndpointChange,
): { readonly endpoint: WebhookEndpoint; readonly changed: readonly string[] } => {
  const url = change.url ?? endpoint.url;
  const eventTypes = change.eventTypes ?? endpoint.eventTypes;
  const turned = isAsked(endpoint, change.status);
  const changed = [
    ...(url === endpoint.url ? [] : ['url']),
    ...(sameTypes(eventTypes, endpoint.eventTypes) ? [] : ['eventTypes']),
    ...(turned ? ['status'] : []),
  ];
  if (changed.length === 0) return { endpoint, changed };
  const next = { ...endpoint, url, eventTypes, sequence: endpoint.sequence + 1 };
  if (!turned) return { endpoint: next, changed };
  return { endpoint: change.status === 'disabled' ? disabled(next, 'by_tenant') : enabled(next), changed };
};

const disabled = (endpoint: WebhookEndpoint, disabledReason: DisabledReason): WebhookEndpoint => ({
  ...endpoint,
  status: 'disabled',
  disabledReason,
});

const enabled = ({ disabledReason: _reason, ...endpoint }: WebhookEndpoint): WebhookEndpoint => ({
  ...endpoint,
  status: 'enabled',
});

/** The endpoint as the platform finds it to be: degraded, well again, or no longer worth calling. */
export const judged = (
  endpoint: WebhookEndpoint,
  status: EndpointStatus,
  reason: Exclude<DisabledReason, 'by_tenant'>,
): WebhookEndpoint => {
  const next = { ...endpoint, status, sequence: endpoint.sequence + 1 };
  return status === 'disabled' ? disabled(next, reason) : next;
};

/** The endpoint with a new secret; the one before signs too until the overlap ends, older ones no more. */
export const rotateSecret = (endpoint: WebhookEndpoint, sealed: string, now: Temporal.Instant): WebhookEndpoint => {
  const [previous] = endpoint.secrets;
  const expiresAt = now.add({ hours: secretOverlapHours });
  return {
    ...endpoint,
    secrets: [{ sealed }, ...(previous === undefined ? [] : [{ sealed: previous.sealed, expiresAt }])],
    sequence: endpoint.sequence + 1,
  };
};

/** Secrets that sign at this instant, newest first. */
export const liveSecrets = ({ secrets }: WebhookEndpoint, now: Temporal.Instant): readonly string[] =>
  secrets
    .filter(({ expiresAt }) => expiresAt === undefined || expiresAt.epochMilliseconds > now.epochMilliseconds)
    .map(({ sealed }) => sealed);

/** An event as far as it decides who gets it. */
export interface Addressed {
  readonly type: string;
  readonly resource: { readonly id: string };
}

/** The event of sendTestEvent: it goes to the endpoint that it is about, whatever that one asked for. */
export const testEventType = 'webhook_endpoint.tested';

const matches = (wanted: string, type: string): boolean =>
  wanted === '*' || wanted === type || (wanted.endsWith('.*') && type.startsWith(wanted.slice(0, -1)));

/** True when the event is to be sent to the endpoint. */
export const receives = (endpoint: WebhookEndpoint, event: Addressed): boolean => {
  if (endpoint.status === 'disabled') return false;
  if (event.type === testEventType) return event.resource.id === endpoint.endpointId;
  return endpoint.eventTypes.some((wanted) => matches(wanted, event.type));
};
