import { randomUUID } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { routedSignals } from '../../../../functions/ingress/routed-signals.ts';
import { ConcurrentChange, TemporarilyUnavailable } from '../../../../functions/kernel/errors/domain-error.ts';
import { systemContext } from '../../../../functions/kernel/operation/system-context.ts';
import { listProviderWaits, providerWaitKeys } from '../../../../functions/kernel/persistence/provider-waits.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import type { PaymentSignals } from '../../../../functions/mandates/ports/payment-signals.ts';
import { pollPayments } from '../../../../functions/recovery/poll-payments/operation.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let tenant: TenantContext;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());
beforeEach(async () => {
  tenant = await platform.tenant();
});

type Prefix = 'mdt' | 'dbt' | 'pmt';

const minutesAgo = (minutes: number): Temporal.Instant => platform.clock.now().subtract({ minutes });

const put = async (of: TenantContext, resourceId: string, since: Temporal.Instant | 'unknown' | undefined) => {
  const keys = { pk: `T#${of.tenantId}#TEST#${resourceId}`, sk: 'TEST' };
  const item = { ...keys, item: 'test', ...providerWaitKeys(of, resourceId, since) };
  await platform.table.transact([{ kind: 'put', item }], randomUUID());
};

/** A resource that waits, as its store lists it. @returns its id */
const waiting = async (
  since: Temporal.Instant | 'unknown',
  { of = tenant, prefix = 'dbt' }: { of?: TenantContext; prefix?: Prefix } = {},
): Promise<string> => {
  const resourceId = platform.ids.next(prefix, of);
  await put(of, resourceId, since);
  return resourceId;
};

/** Stands for the provider's side: what settled there, what cannot be asked for, and what was looked at. */
const provider = () => {
  const settledThere = new Set<string>();
  const broken = new Map<string, Error>();
  const looks: string[] = [];
  const settle: PaymentSignals['settle'] = async ({ tenant: of }, resourceId, hint) => {
    expect(hint).toEqual({ type: 'reconciliation' });
    looks.push(resourceId);
    const error = broken.get(resourceId);
    if (error !== undefined) throw error;
    if (!settledThere.delete(resourceId)) return 'already';
    await put(of, resourceId, undefined);
    return 'applied';
  };
  const signals = routedSignals({ mdt: { settle }, dbt: { settle }, pmt: { settle } });
  return { settledThere, broken, looks, signals };
};

/** One run over these tenants. @returns what it counted */
const poll = async (signals: PaymentSignals, tenants: readonly TenantContext[] = [tenant]): Promise<number> => {
  let recovered = 0;
  const count = (name: string, amount: number): void => {
    if (name === 'payment_recovered') recovered += amount;
  };
  const { table, log, clock } = platform;
  const run = pollPayments({
    tenants: {
      each: async (visit) => {
        for (const each of tenants) await visit(each);
      },
    },
    waits: { list: (of) => listProviderWaits(table, of) },
    signals,
    contextOf: (of) => systemContext(platform, { tenant: of, operation: 'pollPayments', requestId: 'req_poll' }),
    meter: { ...platform.meter, count },
    log,
    clock,
  });
  try {
    await run();
  } finally {
    counted = recovered;
  }
  return recovered;
};
let counted = 0;

describe('pollPayments', () => {
  it.each(['mdt', 'dbt', 'pmt'] as const)('I7 M-27 finds a lost webhook of a %s_ in one run, once', async (prefix) => {
    const { settledThere, looks, signals } = provider();
    const lost = await waiting(minutesAgo(10), { prefix });
    const stillOpen = await waiting(minutesAgo(20), { prefix });
    settledThere.add(lost);
    expect(await poll(signals)).toBe(1);
    expect(looks).toEqual([stillOpen, lost]);
    expect(await poll(signals)).toBe(0);
    expect(looks).toEqual([stillOpen, lost, stillOpen]);
  });

  it('I7 finds every one of many lost webhooks in one run', async () => {
    const { settledThere, signals } = provider();
    for (let count = 0; count < 230; count += 1) settledThere.add(await waiting(minutesAgo(3 + (count % 100))));
    expect(await poll(signals)).toBe(230);
    expect([settledThere.size, await listProviderWaits(platform.table, tenant)]).toEqual([0, []]);
  }, 30_000);

  it('leaves what began to wait only now, and finds it in a later run', async () => {
    const { settledThere, looks, signals } = provider();
    settledThere.add(await waiting(minutesAgo(1)));
    expect([await poll(signals), looks]).toEqual([0, []]);
    platform.clock.advance({ minutes: 15 });
    expect(await poll(signals)).toBe(1);
  });

  it('looks also when nobody noted since when it waits', async () => {
    const { settledThere, signals } = provider();
    settledThere.add(await waiting('unknown', { prefix: 'mdt' }));
    expect(await poll(signals)).toBe(1);
  });

  it('asks less often the longer something waits: 96 runs of a day look 4 times', async () => {
    const { looks, signals } = provider();
    await waiting(minutesAgo(3 * 24 * 60), { prefix: 'mdt' });
    for (let run = 0; run < 96; run += 1) {
      await poll(signals);
      platform.clock.advance({ minutes: 15 });
    }
    expect(looks).toHaveLength(4);
  });

  it('asks nothing for a tenant of which nothing waits', async () => {
    const { looks, signals } = provider();
    await put(tenant, platform.ids.next('dbt', tenant), undefined);
    expect([await poll(signals), looks]).toEqual([0, []]);
  });

  it('I9 looks at each tenant’s resources in its own name', async () => {
    const other = await platform.tenant();
    const { settledThere, signals } = provider();
    const owners = new Map<string, string>();
    for (const of of [tenant, other]) {
      const lost = await waiting(minutesAgo(5), { of });
      settledThere.add(lost);
      owners.set(lost, of.tenantId);
    }
    const told: PaymentSignals = {
      settle: (context, resourceId, hint) => {
        expect(context.tenant.tenantId).toBe(owners.get(resourceId));
        return signals.settle(context, resourceId, hint);
      },
    };
    expect(await poll(told, [tenant, other])).toBe(2);
  });
});

describe('pollPayments under faults', () => {
  it('I7 one look that fails keeps no other from being taken, of this tenant or the next; the run fails at its end', async () => {
    const other = await platform.tenant();
    const { settledThere, broken, signals } = provider();
    broken.set(await waiting(minutesAgo(30)), new TemporarilyUnavailable('The provider does not answer.'));
    broken.set(await waiting(minutesAgo(29)), new Error('defect'));
    settledThere.add(await waiting(minutesAgo(5)));
    settledThere.add(await waiting(minutesAgo(5), { of: other }));
    await expect(poll(signals, [tenant, other])).rejects.toThrow('Not every payment could be looked at.');
    expect([counted, settledThere.size]).toEqual([2, 0]);
  });

  it('does not ask a silent provider for every resource of a tenant', async () => {
    const { broken, looks, signals } = provider();
    for (let count = 0; count < 40; count += 1) {
      broken.set(await waiting(minutesAgo(30)), new TemporarilyUnavailable('The provider does not answer.'));
    }
    await expect(poll(signals)).rejects.toThrow('Not every payment could be looked at.');
    expect(looks).toHaveLength(8);
  });

  it('is content when the worker of the webhooks took the step at the same time', async () => {
    const { broken, signals } = provider();
    broken.set(await waiting(minutesAgo(30)), new ConcurrentChange('dbt_1'));
    expect(await poll(signals)).toBe(0);
  });

  it('says which tenant had something to recover, and of what, only ids', async () => {
    const { settledThere, broken, signals } = provider();
    settledThere.add(await waiting(minutesAgo(5)));
    const failing = await waiting(minutesAgo(6));
    broken.set(failing, new Error('asha@example.com'));
    await expect(poll(signals)).rejects.toThrow();
    const lines = platform.logLines().filter((line) => line.includes(tenant.tenantId));
    expect(lines.filter((line) => line.includes('payment_recovered'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('payment_poll_failed') && line.includes(failing))).toHaveLength(1);
    expect(lines.join()).not.toContain('asha');
  });
});
