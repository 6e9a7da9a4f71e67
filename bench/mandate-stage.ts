import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { dynamoTable } from '../functions/kernel/persistence/dynamo-table.ts';
import { systemRandom } from '../functions/kernel/platform/system-random.ts';
import type { TenantContext } from '../functions/kernel/tenancy/tenant-context.ts';
import { tenantContext } from '../functions/kernel/tenancy/tenant-context.ts';
import { systemClock, toEpochSeconds, toTimestamp } from '../functions/kernel/time/clock.ts';
import { tagOf } from '../functions/kernel/ids/ids.ts';
import { sandboxControl } from '../functions/providers/sandbox/sandbox-control.ts';
import { sandboxPayments } from '../functions/providers/sandbox/sandbox-payments.ts';
import { dynamoBusinessClock } from '../functions/timers/infrastructure/dynamo-business-clock.ts';
import { dynamoTimerStore } from '../functions/timers/infrastructure/dynamo-timer-store.ts';
import { createDemoTenant } from '../local/demo-tenant.ts';
import type { ApiClient } from '../local/demo/api-client.ts';
import { apiClient } from '../local/demo/api-client.ts';
import { localMeter } from '../local/meter.ts';
import type { LocalPlatform } from '../local/platform.ts';
import { countedClient } from '../local/table-client.ts';
import type { CountedStep } from './counted-step.ts';
import { countStep } from './counted-step.ts';
import { person } from './money-scene.ts';
import { authorizerCost } from './step-counts.ts';

const requested = z.looseObject({ mandateId: z.string() });

/** A tenant with a person, on a platform where time passes only when it is told to. */
export interface MandateStage {
  readonly platform: LocalPlatform;
  readonly api: ApiClient;
  readonly customerId: string;
  /** Counts a step; a caller's request is counted without its authorizer. */
  counted(step: () => Promise<unknown>, by?: 'caller'): Promise<CountedStep>;
  requestMandate(): Promise<string>;
  /** What the payer does at the bank's page: outside, so it costs the platform nothing. */
  payerAuthenticates(mandateId: string): Promise<void>;
  /** The tenant's time moves to its next timer, which then fires by its schedule. @returns its operation */
  readonly nextTimer: () => Promise<string>;
  readonly now: () => Promise<Temporal.Instant>;
}

/** How long the twin holds webhooks back; a step and the words that follow it are never at work at once. */
const heldMs = 1_600;

const terms = (now: Temporal.Instant) => ({
  ...{ method: 'card', amountRule: 'max', category: 'standard', description: 'Monthly plan' },
  ...{ maxAmount: { amount: 500_000, currency: 'INR' }, frequency: 'as_presented', notification: { channel: 'sms' } },
  validFrom: toTimestamp(now),
  validUntil: toTimestamp(now.add({ hours: 24 * 365 })),
});

const outside = (platform: LocalPlatform) => ({
  ...{ clock: systemClock, random: systemRandom, meter: localMeter(), fetch },
  secrets: { values: async (name: string): Promise<[string]> => [await platform.secret(name)] },
  settings: { ISSUER_SANDBOX_URL: platform.sandboxUrl },
});

/** The tenant's clock and its timers, moved beside the platform: what does that costs nobody anything in production. */
const timekeeper = (platform: LocalPlatform, tenant: TenantContext) => {
  const { tableAt } = platform;
  const table = dynamoTable(countedClient(tableAt.endpoint).client, tableAt.table, systemClock);
  const clock = dynamoBusinessClock(table, sandboxControl(outside(platform)));
  const timers = dynamoTimerStore(table);
  return {
    now: async () => systemClock.now().add({ seconds: await clock.offsetSeconds(tenant) }),
    nextTimer: async () => {
      const [timer] = await timers.all(tenant, 1);
      if (timer === undefined) throw new Error('there is no timer');
      const ahead = toEpochSeconds(timer.dueAt) - Math.floor(systemClock.now().epochMilliseconds / 1_000) + 1;
      await clock.raise(tenant, ahead);
      await timers.retime(tenant, timer, toEpochSeconds(timer.dueAt) - (await clock.offsetSeconds(tenant)));
      return timer.operation;
    },
  };
};

/** @param phone of the person, another one on every platform */
export const setMandateStage = async (platform: LocalPlatform, phone: string): Promise<MandateStage> => {
  const operator = apiClient(platform.baseUrl, { authorization: `Bearer ${platform.operatorToken}` });
  const { tenantId, apiKey } = await createDemoTenant(operator);
  const api = apiClient(platform.baseUrl, { 'x-api-key': apiKey });
  const { customerId } = await person(platform, api, phone);
  const tenant = tenantContext({ tenantId, tag: tagOf(customerId) ?? '', sandbox: true });
  const authorizer = await authorizerCost(platform, '/secure/customers', { 'x-api-key': apiKey });
  const control = sandboxControl(outside(platform));
  await control.setFaults(tenant, { provider: 'payment', rate: 1, kinds: ['reorder'] });
  const payments = sandboxPayments(outside(platform));
  const time = timekeeper(platform, tenant);

  const heard = (): number =>
    platform.meter.operations.filter(({ operation }) => operation === 'receivePaymentEvent').length;

  /** Whatever the provider has to say arrives. */
  const hear = async (): Promise<void> => {
    // All at once, or the first would be taken for one that nobody knows; what they lead to may say more.
    for (let isSilent = false; !isSilent;) {
      await platform.idle();
      await sleep(heldMs);
      const before = heard();
      await control.pending(tenant);
      await platform.idle();
      isSilent = heard() === before;
    }
  };
  return {
    ...{ platform, api, customerId, ...time },
    counted: async (step, by) =>
      countStep(platform, by === 'caller' ? authorizer : undefined, async () => {
        await step();
        await hear();
      }),
    requestMandate: async () => {
      const path = `/secure/customers/${customerId}/mandates`;
      const body = terms(await time.now());
      return (await api.call({ method: 'POST', path, body }, requested)).mandateId;
    },
    payerAuthenticates: async (mandateId) => {
      const outcome = await payments.authenticatePayer(tenant, {
        reference: randomUUID(),
        mandateId,
        outcome: 'success',
      });
      if (outcome !== 'authenticated') throw new Error(`the payer had ${outcome}`);
    },
  };
};
