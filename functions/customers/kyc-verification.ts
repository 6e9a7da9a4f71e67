import { DomainError, InvalidState } from '../kernel/errors/domain-error.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { UnitOfWork, Work } from '../kernel/persistence/unit-of-work.ts';
import type { Customer } from './domain/customer.ts';
import { isAtLeast } from './domain/customer.ts';
import { customerNotFound, kycNotFound } from './domain/customer-errors.ts';
import type { KycCase } from './domain/kyc-case.ts';
import { advance, isOpen, isOverdue, methodOf, openOtpCase, openVideoCase } from './domain/kyc-case.ts';
import { kycRecord } from './domain/kyc-events.ts';
import type { CustomerStore } from './ports/customer-store.ts';
import type { KycProvider } from './ports/kyc-provider.ts';
import type { KycStore } from './ports/kyc-store.ts';
import type { Verification, VerificationOrder } from './ports/verification.ts';

export interface VerificationDependencies {
  readonly customers: CustomerStore;
  readonly cases: KycStore;
  readonly provider: KycProvider;
  readonly unitOfWork: UnitOfWork;
}

/** What a verification needs, decided but not committed. */
export type PreparedVerification =
  | { readonly kind: 'satisfied' }
  | { readonly kind: 'waiting'; readonly kyc: KycCase }
  | { readonly kind: 'opened'; readonly kyc: KycCase; readonly work: Work };

const applicable = async (
  { customers }: VerificationDependencies,
  { tenant }: OperationContext,
  { customerId, level, method }: VerificationOrder,
): Promise<Customer> => {
  const customer = await customers.find(tenant, customerId);
  if (customer === undefined) throw customerNotFound();
  if (customer.status === 'closed' || customer.status === 'suspended') {
    throw new InvalidState(`The customer is ${customer.status}.`);
  }
  if (methodOf[level] !== method) throw new InvalidState(`The level ${level} is not reached by ${method}.`);
  return customer;
};

const askVendor = async (
  { provider }: VerificationDependencies,
  { tenant, clock }: OperationContext,
  request: { readonly order: VerificationOrder; readonly customer: Customer },
): Promise<KycCase> => {
  const { kycId, customerId, level, method } = request.order;
  const { firstName, lastName, phone } = request.customer;
  const applicant = { reference: kycId, firstName, lastName, phone };
  if (method === 'aadhaar_otp') {
    const { externalId } = await provider.startOtp(tenant, applicant);
    return openOtpCase({ kycId, customerId, level, externalId }, clock.now());
  }
  const { externalId, url, expiresAt } = await provider.startVideoCall(tenant, applicant);
  return openVideoCase({ kycId, customerId, level, externalId, callUrl: url, waitsUntil: expiresAt }, clock.now());
};

const openWork = (
  { cases }: VerificationDependencies,
  context: OperationContext,
  { kyc, overdue }: { readonly kyc: KycCase; readonly overdue: KycCase | undefined },
): Work => {
  const record = (changed: KycCase, before?: KycCase) =>
    kycRecord(cases.partition(context.tenant, changed.kycId), changed, before);
  if (overdue === undefined) return { writes: cases.open(context, kyc), records: [record(kyc)] };
  const expired = advance(overdue, 'expired');
  return { writes: cases.open(context, kyc, expired), records: [record(kyc), record(expired, overdue)] };
};

/**
 * Finds out what a customer lacks towards a level, and opens a case at the vendor when one is needed.
 *
 * 1. The customer exists, is neither suspended nor closed, and is not known at the level yet.
 * 2. No case of the level is open; one whose time has passed ends here, even before its timer.
 * 3. Ask the vendor for a case under our id: a repeat gets the same one.
 * 4. Prepare the case, its place, its timer and `kyc.started`, for the caller to commit.
 * @throws customer_not_found, invalid_state, kyc_refused, temporarily_unavailable
 */
export const prepareVerification = async (
  deps: VerificationDependencies,
  context: OperationContext,
  order: VerificationOrder,
): Promise<PreparedVerification> => {
  const customer = await applicable(deps, context, order);
  if (isAtLeast(customer.kycLevel, order.level)) return { kind: 'satisfied' };
  const open = await deps.cases.openCases(context.tenant, order.customerId);
  const holder = open.find(({ level }) => level === order.level);
  const overdue = holder !== undefined && isOverdue(holder, context.clock.now()) ? holder : undefined;
  if (holder !== undefined && overdue === undefined) return { kind: 'waiting', kyc: holder };
  const kyc = await askVendor(deps, context, { order, customer });
  return { kind: 'opened', kyc, work: openWork(deps, context, { kyc, overdue }) };
};

const openedMeanwhile = new Set(['invalid_state', 'already_exists']);

/** Verification for workflows: the same decisions, committed by themselves. */
export const verification = (deps: VerificationDependencies): Verification => {
  const ensure: Verification['ensure'] = async (context, order) => {
    // The step may be a repeat: its case was opened by the try before, and may even have ended.
    const earlier = await deps.cases.find(context.tenant, order.kycId);
    if (earlier !== undefined) return { kind: 'open', kycId: earlier.kycId };
    const prepared = await prepareVerification(deps, context, order);
    if (prepared.kind === 'satisfied') return { kind: 'satisfied' };
    if (prepared.kind === 'opened') await deps.unitOfWork.commit(context, prepared.work, undefined);
    return { kind: 'open', kycId: prepared.kyc.kycId };
  };
  return {
    ensure: (context, order) =>
      ensure(context, order).catch(async (error: unknown) => {
        // Somebody else, or a second run of the same step, may have opened a case meanwhile: that one is waited for.
        if (error instanceof DomainError && openedMeanwhile.has(error.code)) return ensure(context, order);
        throw error;
      }),
    outcome: async ({ tenant }, kycId) => {
      const kyc = await deps.cases.find(tenant, kycId);
      if (kyc === undefined) throw kycNotFound();
      const customer = await deps.customers.find(tenant, kyc.customerId);
      if (customer !== undefined && isAtLeast(customer.kycLevel, kyc.level)) return 'approved';
      return isOpen(kyc) ? undefined : kyc.status;
    },
  };
};
