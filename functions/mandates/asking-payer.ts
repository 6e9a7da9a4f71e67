import type { CustomerFacts } from '../customers/ports/customer-directory.ts';
import { InvalidState, NotFound } from '../kernel/errors/domain-error.ts';
import { money } from '../kernel/money/money.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import { authenticationExpiry } from '../policies/mandate-terms.ts';
import type { Authentication } from './domain/mandate-operation.ts';
import { receiptOf } from './ports/receipt.ts';
import type { MandateMethod } from './domain/mandate.ts';
import type { MandateDependencies } from './mandate-work.ts';
import type { AuthenticationOrder, Payer } from './ports/payment-provider.ts';

/** The small amount over which a payer authenticates (SH-06); it goes back. */
export const authenticationAmount = money(100n, 'INR');

/** @throws customer_not_found; invalid_state when the customer is suspended or closed */
export const admittedPayer = async (
  { customers }: Pick<MandateDependencies, 'customers'>,
  { tenant }: OperationContext,
  customerId: string,
): Promise<CustomerFacts> => {
  const customer = await customers.find(tenant, customerId);
  if (customer === undefined) throw new NotFound('customer_not_found');
  const { status } = customer;
  if (status === 'closed' || status === 'suspended') throw new InvalidState(`The customer is ${status}.`);
  return customer;
};

/** The payer as the provider needs it; personal data, for the request alone. */
const payerOf = async (
  { customers }: Pick<MandateDependencies, 'customers'>,
  { tenant }: OperationContext,
  { customerId, firstName, lastName, phone }: CustomerFacts,
): Promise<Payer> => {
  const email = await customers.emailOf(tenant, customerId);
  if (email === undefined) throw new NotFound('customer_not_found');
  return { name: `${firstName} ${lastName}`, email, phone };
};

/** The provider's customer of ours: made once, found later. */
export const remoteCustomer = async (
  deps: Pick<MandateDependencies, 'customers' | 'payments'>,
  context: OperationContext,
  customer: CustomerFacts,
): Promise<string> => {
  const payer = await payerOf(deps, context, customer);
  return deps.payments.ensureCustomer(context.tenant, { ...payer, reference: customer.customerId });
};

/** What a payer is asked to authenticate. */
interface Question {
  readonly mandateId: string;
  readonly mandateOperationId: string;
  readonly kind: 'create' | 'modify' | 'withdraw';
  readonly method: MandateMethod;
  /** The provider's customer. */
  readonly customerId: string;
  /** Only for what registers a mandate at the provider. */
  readonly token?: AuthenticationOrder['token'];
}

/**
 * Opens the order over which the payer authenticates, with a receipt that is the same on every try: an order that an
 * earlier try has left is adopted (SH-26).
 * @throws PaymentRefused, ReceiptConflict, TemporarilyUnavailable
 */
export const askPayer = async (
  { payments }: Pick<MandateDependencies, 'payments'>,
  { tenant, clock }: OperationContext,
  question: Question,
): Promise<{ readonly orderId: string; readonly authentication: Authentication }> => {
  const { mandateId, mandateOperationId, kind, method, customerId, token } = question;
  const { orderId, authentication } = await payments.openAuthentication(tenant, {
    receipt: receiptOf({ tenantId: tenant.tenantId, mandateId, cycle: mandateOperationId, kind, number: 1 }),
    amount: authenticationAmount,
    notes: { tenant: tenant.tenantId, mandate: mandateId, kind },
    customerId,
    method,
    token,
  });
  const { at: expiresAt } = authenticationExpiry(method, clock.now());
  return { orderId, authentication: { ...authentication, expiresAt } };
};
