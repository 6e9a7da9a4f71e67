import type { Temporal } from 'temporal-polyfill';
import { ConcurrentChange } from '../../kernel/errors/domain-error.ts';
import { lookupKey, tenantKey } from '../../kernel/persistence/keys.ts';
import type { Key, Table } from '../../kernel/persistence/table.ts';
import { create } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { tenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { toEpochSeconds, toTimestamp } from '../../kernel/time/clock.ts';
import { pairingCodeInvalid, tooManyCodes } from '../domain/device-errors.ts';
import { codesPerHour } from '../domain/pairing-code.ts';
import type { PairingStore } from '../ports/pairing-store.ts';
import { pairingCodeItem, pairingQuotaItem } from './device-items.ts';

const lookupOf = (hash: string): Key => ({ pk: lookupKey('PAIRING', hash), sk: 'LOOKUP' });

/** As long as an idempotency key is: a repeat must still be able to prove whose it is. */
const keptHours = 24;

const hourSeconds = 3_600;

const quotaOf = (tenant: TenantContext, customerId: string, hour: number): Key => ({
  pk: tenantKey(tenant, 'CUSTOMER', customerId),
  sk: `PAIRING_QUOTA#${String(hour)}`,
});

export const dynamoPairingStore = (table: Table): PairingStore => ({
  partition: (tenant, pairingId) => tenantKey(tenant, 'PAIRING', pairingId),
  find: async (hash) => {
    const item = await table.get(lookupOf(hash));
    if (item === undefined) return undefined;
    const { tenantId, tag, sandbox, ...code } = pairingCodeItem.decode(item);
    return { tenant: tenantContext({ tenantId, tag, sandbox }), code };
  },
  create: (tenant, code) => {
    const { tenantId, tag, sandbox } = tenant;
    const keys = { ...lookupOf(code.hash), expiresAt: toEpochSeconds(code.validUntil.add({ hours: keptHours })) };
    const item = pairingCodeItem.encode(keys, { ...code, tenantId, tag, sandbox });
    return create('pairing code', item, () => new ConcurrentChange(code.pairingId));
  },
  use: ({ hash }, now: Temporal.Instant) => ({
    label: 'pairing code',
    write: {
      kind: 'update',
      key: lookupOf(hash),
      update: { text: 'SET #status = :used', names: { '#status': 'status' }, values: { ':used': 'used' } },
      condition: {
        text: '#status = :open AND validUntil > :now',
        names: { '#status': 'status' },
        values: { ':open': 'open', ':now': toTimestamp(now) },
      },
    },
    refused: pairingCodeInvalid,
  }),
  count: (tenant, customerId, now) => {
    const seconds = Math.floor(now.epochMilliseconds / 1_000);
    const hour = Math.floor(seconds / hourSeconds);
    const end = (hour + 1) * hourSeconds;
    return {
      label: 'pairing quota',
      write: {
        kind: 'update',
        key: quotaOf(tenant, customerId, hour),
        update: {
          text: 'SET #item = :item, expiresAt = :end ADD issued :one',
          names: { '#item': 'item' },
          values: { ':item': pairingQuotaItem.name, ':end': end, ':one': 1 },
        },
        condition: { text: 'attribute_not_exists(issued) OR issued < :most', values: { ':most': codesPerHour } },
      },
      refused: () => tooManyCodes(end - seconds),
    };
  },
});
