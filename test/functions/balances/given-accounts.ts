import { randomUUID } from 'node:crypto';
import { createBalance } from '../../../functions/balances/create-balance/declaration.ts';
import { wire as wireBalance } from '../../../functions/balances/create-balance/handler.ts';
import { balanceKey } from '../../../functions/balances/infrastructure/dynamo-balance-store.ts';
import { wire as wireEvents } from '../../../functions/ingress/process-issuer-event/handler.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { toTimestamp } from '../../../functions/kernel/time/clock.ts';
import { clockItem, clockKey } from '../../../functions/kernel/time/tenant-clock.ts';
import { sandboxControl } from '../../../functions/providers/sandbox/sandbox-control.ts';
import { call } from '../../support/http-call.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { startTestPlatform } from '../../support/test-platform.ts';
import { deliver } from '../../support/trigger.ts';
import { startTwin } from '../../support/twin-server.ts';
import { inr, moneyBench } from './money-bench.ts';

/** What the issuer tells of money that came to an account. */
export interface ToldCredit {
  readonly reference: string;
  readonly eventId?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export type AccountWorld = Awaited<ReturnType<typeof startAccountWorld>>;

/** The platform with the twin behind it, and balances that have their accounts there. */
export const startAccountWorld = async () => {
  const twin = await startTwin();
  const own = await startTestPlatform({ ISSUER_SANDBOX_URL: twin.url });
  const platform: TestPlatform = { ...own, secrets: twin.platform.secrets };
  const bench = moneyBench(platform);

  /** A balance that createBalance opened, and its owner. */
  const account = async (tenant: TenantContext, traits: Parameters<typeof bench.customer>[1] = {}) => {
    const customerId = await bench.customer(tenant, traits);
    const answer = await call(wireBalance(platform), createBalance, {
      as: { tenant },
      params: { customerId },
      body: { currency: traits.currency ?? 'INR' },
    });
    if (answer.status !== 201) throw new Error(`no balance was opened: ${JSON.stringify(answer.body)}`);
    const balanceId = String(answer.body.balanceId);
    const stored = await bench.store.find(tenant, balanceId);
    if (stored === undefined) throw new Error('the balance is gone');
    return { balanceId, customerId, accountId: stored.account.externalId };
  };

  const items = async (item: string, world: TestPlatform = platform) => world.items(item);

  return {
    twin,
    platform,
    bench,
    account,
    /** Money arrives at the twin, without its webhook having an effect here yet. */
    arrive: async (tenant: TenantContext, accountId: string, amount: number): Promise<ToldCredit> => {
      const credit = { accountExternalId: accountId, amount: { minor: BigInt(amount), currency: 'INR' as const } };
      const reference = randomUUID();
      const payer = { rail: 'upi', payerVpa: 'asha@bank' } as const;
      const arrived = await sandboxControl(platform).deliverCredit(tenant, { ...credit, ...payer, reference });
      if (arrived === 'account_unknown') throw new Error('the twin has no such account');
      return { reference: accountId, data: { ...arrived, ...payer, amount: inr(amount) } };
    },
    /** The issuer's event comes to the worker. @returns whether it was handled */
    tell: (credit: ToldCredit, on: TestPlatform = platform): Promise<boolean> => {
      const { eventId = `evt-${randomUUID()}`, ...event } = credit;
      const occurredAt = toTimestamp(platform.clock.now());
      const body = JSON.stringify({ type: 'account.credited', occurredAt, ...event });
      const raw = Buffer.from(body).toString('base64');
      return deliver(wireEvents(on), { eventId, raw, receivedAt: occurredAt });
    },
    /** Puts a balance into a state, whatever the way there. */
    /** The tenant's business time runs ahead of real time by that. */
    goAhead: (tenant: TenantContext, offsetSeconds: number) =>
      platform.table.write({ kind: 'put', item: clockItem.encode(clockKey(tenant), { offsetSeconds }) }),
    force: (tenant: TenantContext, balanceId: string, state: string) =>
      platform.table.write({
        kind: 'update',
        key: balanceKey(tenant, balanceId),
        update: { text: 'SET #state = :state', names: { '#state': 'state' }, values: { ':state': state } },
      }),
    items,
    /** Credits at the twin: where each movement is by the issuer's word. */
    twinCredit: async (transferId: unknown) =>
      (await items('twin_credit', twin.platform)).find((credit) => credit['transferId'] === transferId),
    /** What was decided here of a movement. */
    decided: async (transferId: unknown) =>
      (await items('account_credit')).find((credit) => credit['transferId'] === transferId),
    recordsOf: async (type: string) => (await items('record')).filter((record) => record['type'] === type),
    stop: async () => {
      await own.stop();
      await twin.stop();
    },
  };
};
