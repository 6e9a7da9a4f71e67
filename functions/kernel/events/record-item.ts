import * as z from 'zod';
import { ConcurrentChange } from '../errors/domain-error.ts';
import type { OperationContext } from '../operation/context.ts';
import { currencies } from '../money/currency.ts';
import { assertBalanced } from '../money/leg.ts';
import { defineItem, minorUnits, wholeNumber } from '../persistence/item.ts';
import { tenantKey } from '../persistence/keys.ts';
import type { WriteIntent } from '../persistence/write-intent.ts';
import { create, repeatLabel } from '../persistence/write-intent.ts';
import { toTimestamp } from '../time/clock.ts';
import type { TenantContext } from '../tenancy/tenant-context.ts';
import type { EventEnvelope } from './envelope.ts';
import type { RecordDraft } from './record.ts';

/** The stored form of a record; the stream relay and the event log read nothing else. */
export const recordItem = defineItem({
  name: 'record',
  subdomain: 'kernel',
  summary: 'One change of one resource: history, audit trail and outbox.',
  keys: {
    pk: "the resource's own partition",
    sk: 'RECORD#<sequence, 10 digits>, or TXN#<transactionId> for a movement of money',
    gsi1pk: 'T#<tenantId>#EVENTS',
    gsi1sk: '<eventId>',
  },
  schema: z.object({
    eventId: z.string(),
    type: z.string(),
    at: z.string(),
    tenantId: z.string(),
    sequence: wholeNumber,
    resourceType: z.string(),
    resourceId: z.string(),
    data: z.string(),
    previous: z.string().optional(),
    actor: z.string(),
    requestId: z.string(),
    commitId: z.string(),
    /** A journal entry's legs; absent on records that move no money. */
    legs: z.array(z.object({ account: z.string(), currency: z.enum(currencies), minor: minorUnits })).optional(),
    /** What falls with it, exactly once, when the stream's fold has read it; absent where nothing does. */
    lowers: z.object({ person: z.string(), minor: minorUnits }).optional(),
    /** JSON text; never published. */
    evidence: z.string().optional(),
    /** State that its subdomain keeps beside the record; the only part of the item that changes. */
    attached: z.record(z.string(), z.unknown()).optional(),
  }),
});

export type StoredRecord = z.output<typeof recordItem.schema>;

/** Partition of the tenant's event log in index gsi1. */
export const eventLogPartition = (tenant: TenantContext): string => tenantKey(tenant, 'EVENTS');

export const recordSortKey = (sequence: number): string => `RECORD#${String(sequence).padStart(10, '0')}`;

/** Who acts, as a record names it. */
export const actorOf = ({ caller }: Pick<OperationContext, 'caller'>): string => {
  switch (caller.kind) {
    case 'tenant':
      return `tenant:${caller.keyId}`;
    case 'customer':
      return `customer:${caller.customerId}`;
    case 'staff':
      return `staff:${caller.role}:${caller.subject}`;
    case 'system':
      return `system:${caller.operation}`;
  }
};

/** The write that appends a record; its key is the resource and its version, so a version is written once. */
export const recordIntent = (
  context: OperationContext,
  draft: RecordDraft,
  identity: { eventId: string; commitId: string },
): WriteIntent => {
  if (draft.legs !== undefined) assertBalanced(draft.legs);
  const value: StoredRecord = {
    ...identity,
    type: draft.type,
    at: toTimestamp(context.clock.now()),
    tenantId: context.tenant.tenantId,
    sequence: draft.sequence,
    resourceType: draft.resource.type,
    resourceId: draft.resource.id,
    data: JSON.stringify(draft.data),
    ...(draft.previous === undefined ? {} : { previous: JSON.stringify(draft.previous) }),
    actor: actorOf(context),
    requestId: context.requestId,
    ...(draft.legs === undefined ? {} : { legs: draft.legs.map((leg) => ({ ...leg })) }),
    ...(draft.lowers === undefined ? {} : { lowers: { ...draft.lowers } }),
    ...(draft.evidence === undefined ? {} : { evidence: draft.evidence }),
    ...(draft.attached === undefined ? {} : { attached: { ...draft.attached } }),
  };
  const keys = {
    pk: draft.partition,
    sk: draft.sortKey ?? recordSortKey(draft.sequence),
    gsi1pk: eventLogPartition(context.tenant),
    gsi1sk: identity.eventId,
  };
  const { repeated } = draft;
  const changed = (): Error => new ConcurrentChange(draft.resource.id);
  return repeated === undefined
    ? create('record', recordItem.encode(keys, value), changed)
    : create(repeatLabel, recordItem.encode(keys, value), (old) => (old === undefined ? changed() : repeated(old)));
};

const jsonObject = z.record(z.string(), z.unknown());

/** What is published and listed for a stored record. */
export const envelopeOf = (record: StoredRecord): EventEnvelope => ({
  id: record.eventId,
  type: record.type,
  createdAt: record.at,
  tenantId: record.tenantId,
  sequence: record.sequence,
  resource: { type: record.resourceType, id: record.resourceId },
  data: jsonObject.parse(JSON.parse(record.data)),
  ...(record.previous === undefined ? {} : { previous: jsonObject.parse(JSON.parse(record.previous)) }),
});
