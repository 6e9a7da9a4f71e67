import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { IdGenerator } from '../../kernel/ids/ids.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { Customer } from '../domain/customer.ts';
import { OtpInvalid, customerNotFound, kycNotFound, refuseClosed } from '../domain/customer-errors.ts';
import type { KycCase } from '../domain/kyc-case.ts';
import { approve, countWrongTry, isOverdue, otpTries, triesLeft } from '../domain/kyc-case.ts';
import { presentCase } from '../kyc-answers.ts';
import type { KycStores, LevelStores } from '../kyc-work.ts';
import { caseWork } from '../kyc-work.ts';
import type { KycProvider } from '../ports/kyc-provider.ts';
import type { submitVerificationOtp as declaration } from './declaration.ts';

interface Dependencies extends KycStores, LevelStores {
  readonly provider: KycProvider;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
}

interface Subject {
  readonly customer: Customer;
  readonly kyc: KycCase;
}

const find = async (
  { customers, cases }: Dependencies,
  { tenant }: OperationContext,
  { customerId, kycId }: { readonly customerId: string; readonly kycId: string },
): Promise<Subject> => {
  const [customer, kyc] = await Promise.all([customers.find(tenant, customerId), cases.find(tenant, kycId)]);
  if (customer === undefined) throw customerNotFound();
  if (kyc?.customerId !== customerId) throw kycNotFound();
  return { customer, kyc };
};

/** A repeat of a request that brought a wrong OTP is answered like the first time, and is no further try. */
const refuseRepeatedTry = ({ wrongTries }: KycCase, tryId: string): void => {
  const position = wrongTries.indexOf(tryId);
  if (position !== -1) throw new OtpInvalid(otpTries - (position + 1));
};

/** @returns the vendor's id of a case that takes an OTP right now */
const awaitedBy = ({ customer, kyc }: Subject, { clock }: OperationContext): string => {
  refuseClosed(customer);
  if (kyc.status !== 'otp_pending' || kyc.externalId === undefined) {
    throw new InvalidState(`The KYC case is ${kyc.status}.`, { resourceId: kyc.kycId });
  }
  if (isOverdue(kyc, clock.now())) {
    throw new InvalidState('The OTP has expired. Start a new case.', { resourceId: kyc.kycId });
  }
  return kyc.externalId;
};

const refuseOtp = async (
  { unitOfWork, ...stores }: Dependencies,
  context: OperationContext,
  { customer, kyc, tryId }: Subject & { readonly tryId: string },
): Promise<never> => {
  const after = countWrongTry(kyc, tryId);
  // The key stores answers of success only; the try itself remembers which request it was.
  await unitOfWork.commit(
    { ...context, idempotency: undefined },
    await caseWork(stores, context, { before: kyc, after, customer }),
    undefined,
  );
  throw new OtpInvalid(triesLeft(after));
};

/**
 * Passes the customer's OTP on (M-04).
 *
 * In: the OTP, which is neither stored nor logged. Out: the approved case; the level is in effect.
 * 1. Find customer and case; the case waits for an OTP and its time has not passed.
 * 2. Ask the vendor. Concurrent guesses all start from one version of the case, and only one of them can be
 *    committed, so that no more than three verdicts are ever given out.
 * 3. Wrong: commit the try, `kyc.otp_refused` or after the third `kyc.failed`, and refuse with the tries left.
 * 4. Right: commit case, customer's level, both records and key together.
 */
export const submitVerificationOtp =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const { provider, unitOfWork, ids } = deps;
    const tryId = context.idempotency?.reservedId('req') ?? ids.next('req', context.tenant);
    const subject = await find(deps, context, params);
    const { customer, kyc } = subject;
    refuseRepeatedTry(kyc, tryId);
    const externalId = awaitedBy(subject, context);
    const verdict = await provider.submitOtp(context.tenant, { externalId, otp: body.otp });
    if (verdict.outcome === 'wrong_otp') return refuseOtp(deps, context, { ...subject, tryId });
    const after = approve(kyc, verdict.identityReference);
    return unitOfWork.commit(
      context,
      await caseWork(deps, context, { before: kyc, after, customer }),
      presentCase(after),
    );
  };
