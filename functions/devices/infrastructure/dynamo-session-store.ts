import { ConcurrentChange } from '../../kernel/errors/domain-error.ts';
import { lookupKey, tenantKey } from '../../kernel/persistence/keys.ts';
import type { Key, Table } from '../../kernel/persistence/table.ts';
import { create } from '../../kernel/persistence/write-intent.ts';
import { tenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { toEpochSeconds, toTimestamp } from '../../kernel/time/clock.ts';
import type { Session } from '../domain/session.ts';
import type { SessionStore } from '../ports/session-store.ts';
import { sessionItem } from './device-items.ts';

const keyOf = ({ hash }: Pick<Session, 'hash'>): Key => ({ pk: lookupKey('SESSION', hash), sk: 'LOOKUP' });

/** How long a session that is over is told from an unknown one. */
const knownHours = 24;

const forgottenAt = ({ validUntil }: Session): number => toEpochSeconds(validUntil.add({ hours: knownHours }));

export const dynamoSessionStore = (table: Table): SessionStore => ({
  partition: (tenant, sessionId) => tenantKey(tenant, 'SESSION', sessionId),
  find: async (hash) => {
    const item = await table.get(keyOf({ hash }));
    if (item === undefined) return undefined;
    const { tenantId, tag, sandbox, ...session } = sessionItem.decode(item);
    return { tenant: tenantContext({ tenantId, tag, sandbox }), session };
  },
  create: ({ tenantId, tag, sandbox }, session) => {
    const keys = { ...keyOf(session), expiresAt: forgottenAt(session) };
    const item = sessionItem.encode(keys, { ...session, tenantId, tag, sandbox });
    return create('session', item, () => new ConcurrentChange(session.sessionId));
  },
  end: (session) => ({
    label: 'session',
    write: { kind: 'delete', key: keyOf(session), condition: { text: 'attribute_exists(pk)' } },
    refused: () => new ConcurrentChange(session.sessionId),
  }),
  renew: async (session) => {
    const { validUntil, renewedAt } = session;
    await table.write({
      kind: 'update',
      key: keyOf(session),
      update: {
        text: 'SET validUntil = :until, renewedAt = :at, expiresAt = :end',
        values: { ':until': toTimestamp(validUntil), ':at': toTimestamp(renewedAt), ':end': forgottenAt(session) },
      },
      condition: { text: 'attribute_exists(pk)' },
    });
  },
});
