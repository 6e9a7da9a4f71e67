import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Key, Table } from '../../kernel/persistence/table.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import type { Limiter, Observation, SeenLimits } from '../domain/seen-limits.ts';
import { isNoted, limitersOf, noted, nothingSeen, observedLimits } from '../domain/seen-limits.ts';
import type { PaymentLimits } from '../ports/payment-limits.ts';
import { paymentLimitItem } from './payment-limit-items.ts';

const keyOf = (tenant: TenantContext, { kind, name }: Limiter): Key => ({
  pk: tenantKey(tenant, 'PAYMENT_LIMITS', kind.toUpperCase(), name),
  sk: 'LIMITS',
});

const find = async (table: Table, key: Key): Promise<SeenLimits | undefined> => {
  const item = await table.get(key, { eventual: true });
  return item === undefined ? undefined : paymentLimitItem.decode(item);
};

/** One write by itself: the later time stays, whoever comes first. */
const raise = async (table: Table, key: Key, { sighting, step, at }: Observation): Promise<void> => {
  await table.write({
    kind: 'update',
    key,
    update: { text: 'SET #sighting.#step = :at', values: { ':at': toTimestamp(at) } },
    condition: {
      text: 'attribute_not_exists(#sighting.#step) OR #sighting.#step < :at',
      names: { '#sighting': sighting, '#step': String(step) },
    },
  });
};

export const dynamoPaymentLimits = (table: Table): PaymentLimits => ({
  of: async (tenant, { method, knownLimits, remote }) => {
    if (method !== 'upi' || knownLimits !== undefined) return {};
    const limiters = limitersOf(remote);
    const [bank, app] = await Promise.all(
      [limiters.bank, limiters.app].map(async (limiter) =>
        limiter === undefined ? undefined : find(table, keyOf(tenant, limiter)),
      ),
    );
    return observedLimits({ bank, app });
  },
  note: async (tenant, one) => {
    const key = keyOf(tenant, one.of);
    const seen = await find(table, key);
    if (seen === undefined) {
      const item = paymentLimitItem.encode(key, noted(nothingSeen, one));
      const { ok } = await table.write({ kind: 'put', item, condition: { text: 'attribute_not_exists(pk)' } });
      if (ok) return;
    } else if (isNoted(seen, one)) {
      // Most debits of a minute end here: a busy bank's item is read often and written seldom.
      return;
    }
    await raise(table, key, one);
  },
});
