import { DomainError, NotFound } from '../../kernel/errors/domain-error.ts';
import type { Caller } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { presentTenant, readSettings } from '../answers.ts';
import type { DecisionSecretDependencies } from '../decision-secret.ts';
import { makeDecisionSecret, shownOnce } from '../decision-secret.ts';
import type { Tenant } from '../domain/tenant.ts';
import { changeTenant } from '../domain/tenant.ts';
import { tenantUpdated } from '../domain/tenant-events.ts';
import type { TenantStore } from '../ports/tenant-store.ts';
import type { updateTenant as declaration } from './declaration.ts';

interface Dependencies extends DecisionSecretDependencies {
  readonly tenants: TenantStore;
  readonly unitOfWork: UnitOfWork;
  /** Real time: how long a replaced secret signs is for the tenant's people, not for its business. */
  readonly clock: Clock;
}

/** Raw transactions are the issuer's to grant (regulation.md rule 105), so a tenant cannot grant them to itself. */
const requireGrant = (caller: Caller, before: Tenant, after: Tenant): void => {
  const widened = before.settings.transactionData !== 'full' && after.settings.transactionData === 'full';
  if (!widened || (caller.kind === 'staff' && caller.staffOf === 'platform')) return;
  throw new DomainError('forbidden', 'forbidden_role', {
    detail: 'Only operators of the platform may set transactionData to full.',
  });
};

/**
 * Changes a tenant.
 *
 * In: a name, settings, or both. Out: the tenant as it is now. Settings that are left out stay; null takes one back.
 * 1. Merge the wish into the stored tenant; a change nobody may make is refused. A decision webhook, the same one too,
 *    gets a new secret, which this answer alone shows; the one before signs too for 24 hours.
 * 2. Commit the next version, record `tenant.updated` and idempotency key together; somebody else's change in between
 *    is refused with `concurrent_change`. A wish that changes nothing writes no record.
 */
export const updateTenant =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, body: { name, settings = {} } }) => {
    const { tenants, unitOfWork, clock } = deps;
    const before = await tenants.find(context.tenant);
    if (before === undefined) throw new NotFound('tenant_not_found');
    const decision = await makeDecisionSecret(deps, before.tenantId, settings.decisionWebhook);
    const wish = { name, settings: readSettings(settings, decision?.sealed) };
    const after = changeTenant(before, wish, clock.now());
    requireGrant(context.caller, before, after);
    const changed = after !== before;
    const work = {
      writes: changed ? [tenants.replace(context.tenant, after)] : [],
      records: changed ? [tenantUpdated(tenants.partition(context.tenant), before, after)] : [],
    };
    return unitOfWork.commit(context, work, { ...presentTenant(after), ...shownOnce(decision) });
  };
