import { ConcurrentChange, TemporarilyUnavailable } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Key, Table } from '../../kernel/persistence/table.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Approval, Hearing, Hearings } from '../ports/hearings.ts';
import { TakenBack } from '../ports/taken-back.ts';
import { hearingItem, voiceOf, voicesIn } from './hearing-items.ts';
import { hearingPlace } from './message-places.ts';

const keyOf = (tenant: TenantContext, { balanceId, message }: Approval): Key => ({
  pk: tenantKey(tenant, 'BALANCE', balanceId),
  sk: hearingPlace(tenant, message),
});

const nothing: Hearing = { told: new Set(), denied: new Set(), isTakenBack: false, version: 0 };

/** One request's word, in an item that its first word makes. */
const word = (requestId: string, answered: 'told' | 'denied') => ({
  text: 'SET #item = :item, #by = :word ADD #version :one',
  names: { '#item': 'item', '#by': voiceOf(requestId), '#version': 'version' },
  values: { ':item': hearingItem.name, ':word': answered, ':one': 1n },
});

const unchangedSince = (version: number) =>
  version === 0
    ? { text: 'attribute_not_exists(pk)' }
    : { text: '#version = :seen', values: { ':seen': BigInt(version) } };

export const dynamoHearings = (table: Table): Hearings => ({
  find: async (tenant, approval) => {
    const item = await table.get(keyOf(tenant, approval));
    if (item === undefined) return nothing;
    const { version, takenBack: isTakenBack } = hearingItem.decode(item);
    return { told: voicesIn(item, 'told'), denied: voicesIn(item, 'denied'), isTakenBack, version };
  },
  tell: (tenant, approval, requestId) => ({
    label: 'hearing',
    write: {
      kind: 'update',
      key: keyOf(tenant, approval),
      update: word(requestId, 'told'),
      condition: { text: 'attribute_not_exists(takenBack) AND (attribute_not_exists(#by) OR #by = :word)' },
    },
    refused: (old) => (old?.['takenBack'] === true ? new TakenBack() : new TemporarilyUnavailable()),
  }),
  deny: (tenant, approval, requestId) => ({
    label: 'hearing',
    write: { kind: 'update', key: keyOf(tenant, approval), update: word(requestId, 'denied') },
    refused: () => new ConcurrentChange(approval.message.id),
  }),
  takeBack: (tenant, approval, { version }) => ({
    label: 'hearing',
    write: {
      kind: 'update',
      key: keyOf(tenant, approval),
      update: {
        text: 'SET #item = :item, takenBack = :yes ADD #version :one',
        names: { '#item': 'item', '#version': 'version' },
        values: { ':item': hearingItem.name, ':yes': true, ':one': 1n },
      },
      condition: unchangedSince(version),
    },
    refused: () => new ConcurrentChange(approval.message.id),
  }),
});
