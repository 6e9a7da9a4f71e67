import type { OperationContext } from '../../kernel/operation/context.ts';
import { DomainError, TemporarilyUnavailable } from '../../kernel/errors/domain-error.ts';
import { errorFields } from '../../kernel/observability/log.ts';
import type { Log } from '../../kernel/observability/log.ts';
import type { Meter } from '../../kernel/observability/meter.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import type { PaymentSignals } from '../../mandates/ports/payment-signals.ts';
import type { ProviderWait, ProviderWaits } from '../../mandates/ports/provider-waits.ts';
import type { TenantRoll } from '../../timers/ports/tenant-roll.ts';
import { isLookedAt, runAt } from '../domain/poll-pace.ts';

interface Dependencies {
  readonly tenants: TenantRoll;
  readonly waits: ProviderWaits;
  /** Who looks at the provider for a resource. */
  readonly signals: PaymentSignals;
  /** By tenant: what the platform does by itself, on the tenant's clock. */
  readonly contextOf: (tenant: TenantContext) => Promise<OperationContext>;
  readonly meter: Meter;
  readonly log: Log;
  /** Real time. */
  readonly clock: Clock;
}

const atOnce = 8;
/** A provider that does not answer for one resource will hardly answer for the next; a broken resource is only itself. */
const mostFailures = 8;

interface Found {
  readonly recovered: number;
  readonly failures: number;
}

const dueOf = (waits: readonly ProviderWait[], now: { readonly tenant: Clock; readonly real: Clock }) => {
  const run = runAt(now.real.now());
  const nowMs = now.tenant.now().epochMilliseconds;
  return waits.filter(({ resourceId, since }) => {
    const ageSeconds = since === undefined ? undefined : (nowMs - since.epochMilliseconds) / 1000;
    return isLookedAt({ resourceId, ageSeconds }, run);
  });
};

/** @returns whether it went on; undefined when nobody could tell */
const look = async (
  { signals, log }: Dependencies,
  context: OperationContext,
  { resourceId }: ProviderWait,
): Promise<boolean | undefined> => {
  try {
    return (await signals.settle(context, resourceId, { type: 'reconciliation' })) === 'applied';
  } catch (error) {
    // Somebody else took the step meanwhile, such as the worker of the webhooks.
    if (error instanceof DomainError && error.kind === 'conflict') return false;
    log.warn('payment_poll_failed', { tenantId: context.tenant.tenantId, resourceId, ...errorFields(error) });
    return undefined;
  }
};

const pollTenant = async (deps: Dependencies, tenant: TenantContext): Promise<Found> => {
  const waits = await deps.waits.list(tenant);
  if (waits.length === 0) return { recovered: 0, failures: 0 };
  const context = await deps.contextOf(tenant);
  const due = dueOf(waits, { tenant: context.clock, real: deps.clock });
  const answers: (boolean | undefined)[] = [];
  const failures = (): number => answers.filter((answer) => answer === undefined).length;
  for (let start = 0; start < due.length && failures() < mostFailures; start += atOnce) {
    const some = due.slice(start, start + atOnce);
    answers.push(...(await Promise.all(some.map((wait) => look(deps, context, wait)))));
  }
  return { recovered: answers.filter((answer) => answer === true).length, failures: failures() };
};

/**
 * Finds what the payment provider's webhooks did not bring (I7, M-27): lost ones, and those of the days in which the
 * endpoint was switched off.
 *
 * 1. Per tenant, list what waits for the provider's word; leave what began to wait only now.
 * 2. Let the owner look, as a webhook would; the longer something waits, the less often.
 * 3. Count what went on, since a healthy platform has little of it. A look that fails keeps no other from being taken;
 *    the run then fails at its end, and the next one looks again.
 */
export const pollPayments = (deps: Dependencies) => async (): Promise<void> => {
  let failures = 0;
  await deps.tenants.each(async (tenant) => {
    const found = await pollTenant(deps, tenant);
    failures += found.failures;
    if (found.recovered === 0) return;
    deps.meter.count('payment_recovered', found.recovered);
    deps.log.warn('payment_recovered', { tenantId: tenant.tenantId, count: found.recovered });
  });
  if (failures > 0) throw new TemporarilyUnavailable('Not every payment could be looked at.');
};
