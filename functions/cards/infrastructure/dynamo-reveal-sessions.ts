import { DomainError } from '../../kernel/errors/domain-error.ts';
import { isResourceId } from '../../kernel/ids/ids.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Key, Table } from '../../kernel/persistence/table.ts';
import { create } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { toEpochSeconds, toTimestamp } from '../../kernel/time/clock.ts';
import { RevealSessionRequired } from '../domain/reveal-session.ts';
import type { RevealSessionStore } from '../ports/reveal-session-store.ts';
import { revealSessionItem } from './reveal-session-items.ts';

/** Whoever looks into a reveal finds its session for a day; the record stays. */
const keptHours = 24;

const partition = (tenant: TenantContext, revealSessionId: string): string =>
  tenantKey(tenant, 'REVEAL', revealSessionId);

const keyOf = (tenant: TenantContext, revealSessionId: string): Key => ({
  pk: partition(tenant, revealSessionId),
  sk: 'SESSION',
});

export const dynamoRevealSessions = (table: Table): RevealSessionStore => ({
  partition,
  find: async (tenant, revealSessionId) => {
    if (!isResourceId('rvl', revealSessionId)) return undefined;
    const item = await table.get(keyOf(tenant, revealSessionId));
    return item === undefined ? undefined : revealSessionItem.decode(item);
  },
  create: (tenant, session) => {
    const { revealSessionId: resourceId, endsAt, fields } = session;
    const keys = { ...keyOf(tenant, resourceId), expiresAt: toEpochSeconds(endsAt.add({ hours: keptHours })) };
    const item = revealSessionItem.encode(keys, { ...session, fields: [...fields] });
    const refused = () =>
      new DomainError('conflict', 'already_exists', { detail: 'This reveal session exists already.', resourceId });
    return create('reveal session', item, refused);
  },
  use: (tenant, { revealSessionId }, at) => ({
    label: 'reveal session',
    write: {
      kind: 'update',
      key: keyOf(tenant, revealSessionId),
      update: { text: 'SET usedAt = :now', values: { ':now': toTimestamp(at) } },
      condition: { text: 'attribute_not_exists(usedAt) AND endsAt > :now', values: { ':now': toTimestamp(at) } },
    },
    refused: () => new RevealSessionRequired(),
  }),
});
