import type { RecordDraft } from '../../kernel/events/record.ts';
import type { WebhookEndpoint } from './webhook-endpoint.ts';

type Change = Pick<RecordDraft, 'type' | 'data'>;

/** The record of an endpoint's change. Its URL stays out of events: some carry a token. */
export const endpointRecord = (partition: string, endpoint: WebhookEndpoint, change: Change): RecordDraft => ({
  resource: { type: 'webhook_endpoint', id: endpoint.endpointId },
  partition,
  sequence: endpoint.sequence,
  ...change,
});

/** What an event tells of an endpoint. */
export const endpointFacts = (endpoint: WebhookEndpoint): Readonly<Record<string, unknown>> => ({
  endpointId: endpoint.endpointId,
  status: endpoint.status,
  eventTypes: endpoint.eventTypes,
  ...(endpoint.disabledReason === undefined ? {} : { disabledReason: endpoint.disabledReason }),
});
