import type { KeyObject } from 'node:crypto';
import { createHash, createPublicKey } from 'node:crypto';
import { CompactEncrypt } from 'jose';
import { lookupKey, tenantKey } from '../../kernel/persistence/keys.ts';
import type { Key, Table } from '../../kernel/persistence/table.ts';
import type { KeyRing } from '../../kernel/platform/platform.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import type { InboundStore } from '../ports/inbound-store.ts';
import { inboundItem } from './inbound-items.ts';

const keyOf = (owner: TenantContext | undefined, eventId: string): Key => ({
  pk: owner === undefined ? lookupKey('PLATFORM', 'INBOUND', eventId) : tenantKey(owner, 'INBOUND', eventId),
  sk: 'INBOUND',
});

interface Dependencies {
  readonly table: Table;
  readonly messageKeys: KeyRing;
  readonly clock: Clock;
}

/** The part that only looks: it needs no message key. */
export const dynamoInboundStates = (table: Table): Pick<InboundStore, 'stateOf'> => ({
  stateOf: async (owner, eventId) => {
    const item = await table.get(keyOf(owner, eventId), { eventual: true });
    return item === undefined ? undefined : inboundItem.decode(item).state;
  },
});

export const dynamoInboundStore = ({ table, messageKeys, clock }: Dependencies): InboundStore => {
  const keys = new Map<string, KeyObject>();
  const keyOfRing = (kid: string, spki: Uint8Array): KeyObject => {
    const key = keys.get(kid) ?? createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    keys.set(kid, key);
    return key;
  };
  /** Names its key, so that what was kept before a rotation can be read for a replay. */
  const seal = async (raw: Uint8Array): Promise<string> => {
    const { kid, spki } = await messageKeys.current();
    return new CompactEncrypt(raw)
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid })
      .encrypt(keyOfRing(kid, spki));
  };
  return {
    keep: async (owner, event, raw) => {
      const item = inboundItem.encode(keyOf(owner, event.eventId), {
        ...event,
        receivedAt: toTimestamp(clock.now()),
        bodyHash: createHash('sha256').update(raw).digest('hex'),
        raw: await seal(raw),
        state: 'received',
      });
      const written = await table.write({ kind: 'put', item, condition: { text: 'attribute_not_exists(pk)' } });
      return written.ok || written.old === undefined ? undefined : inboundItem.decode(written.old).state;
    },
    ...dynamoInboundStates(table),
    settle: async (owner, eventId, state) => {
      await table.write({
        kind: 'update',
        key: keyOf(owner, eventId),
        update: { text: 'SET #state = :state', names: { '#state': 'state' }, values: { ':state': state } },
      });
    },
  };
};
