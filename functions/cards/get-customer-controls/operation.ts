import type { CustomerRules } from '../../customers/ports/customer-rules.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { ProgramDirectory } from '../../tenants/ports/program-directory.ts';
import { presentControls } from '../controls-schemas.ts';
import { customerNotFound } from '../domain/card-errors.ts';
import { controlsOfRules } from '../domain/controls.ts';
import type { getCustomerControls as declaration } from './declaration.ts';

interface Dependencies {
  readonly customers: Pick<CustomerRules, 'find'>;
  readonly programs: ProgramDirectory;
}

/** Shows a customer's controls; until somebody sets them, those that refuse nothing. */
export const getCustomerControls =
  ({ customers, programs }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context: { tenant }, params }) => {
    const customer = await customers.find(tenant, params.customerId);
    if (customer === undefined) throw customerNotFound();
    const { currency } = await programs.find(tenant);
    return presentControls(controlsOfRules(customer.rules, currency));
  };
