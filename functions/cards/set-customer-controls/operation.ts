import type { HolderRules } from '../../balances/ports/holder-rules.ts';
import type { CustomerRules, RuledCustomer } from '../../customers/ports/customer-rules.ts';
import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork, Work } from '../../kernel/persistence/unit-of-work.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { restricts } from '../../policies/card-controls.ts';
import type { ProgramDirectory } from '../../tenants/ports/program-directory.ts';
import { presentControls, readControls } from '../controls-schemas.ts';
import { customerNotFound } from '../domain/card-errors.ts';
import { setAbove } from '../domain/controls-change.ts';
import { controlsAboveChanged } from '../domain/controls-events.ts';
import type { KeptControls } from '../domain/controls.ts';
import { controlsOfRules, requireCurrency, rulesAbove } from '../domain/controls.ts';
import type { setCustomerControls as declaration } from './declaration.ts';

interface Dependencies {
  readonly customers: CustomerRules;
  readonly holders: HolderRules;
  readonly programs: ProgramDirectory;
  readonly unitOfWork: UnitOfWork;
}

const workOf = async (
  { customers, holders }: Dependencies,
  tenant: TenantContext,
  change: { readonly customer: RuledCustomer; readonly before: KeptControls; readonly after: KeptControls },
): Promise<Work> => {
  const { customer, before, after } = change;
  const { customerId, sequence } = customer;
  const rules = rulesAbove(after);
  const balances = await holders.writes(tenant, customerId, restricts(rules) ? rules : undefined);
  const resource = { type: 'customer', id: customerId };
  const place = { resource, partition: customers.partition(tenant, customerId), sequence: sequence + 1 };
  return {
    writes: [customers.change(tenant, customer, rules), ...balances],
    records: [controlsAboveChanged(place, 'customer.controls_changed', { of: { customerId }, before, after })],
  };
};

/**
 * Replaces what all cards of a customer may be used for (M-09): the strictest of card, customer and program decides.
 *
 * In: channels, limits and merchant categories, all of them. Out: the controls as they are now.
 * 1. Limits must be in the program's currency, and the customer must not be closed.
 * 2. Commit the customer, all its balances, record `customer.controls_changed` and key together: no authorization is
 *    decided by the controls before once this is answered, and a balance that is opened meanwhile refuses the change.
 *    The same controls again write no record.
 */
export const setCustomerControls =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const { tenant } = context;
    const customer = await deps.customers.find(tenant, params.customerId);
    if (customer === undefined) throw customerNotFound();
    if (customer.isClosed) throw new InvalidState('The customer is closed.');
    const wish = readControls(body);
    const { currency } = await deps.programs.find(tenant);
    requireCurrency(wish, currency);
    const before = controlsOfRules(customer.rules, currency);
    const after = setAbove(before, wish);
    const work =
      after === undefined ? { writes: [], records: [] } : await workOf(deps, tenant, { customer, before, after });
    return deps.unitOfWork.commit(context, work, presentControls(after ?? before));
  };
