import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { IdGenerator } from '../../kernel/ids/ids.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { presentStarted } from '../kyc-answers.ts';
import type { VerificationDependencies } from '../kyc-verification.ts';
import { prepareVerification } from '../kyc-verification.ts';
import type { startVerification as declaration } from './declaration.ts';

type Dependencies = VerificationDependencies & { readonly ids: IdGenerator };

/**
 * Starts KYC with the platform's vendor (AN-31, AN-33): Aadhaar and OTP (M-04), or a video call (M-05).
 *
 * In: the level and its method. Out: the case and what the customer has to do next.
 * 1. Take the case id that belongs to the idempotency key, so that a repeat asks the vendor for the same case.
 * 2. Find out whether a case is needed, and open it at the vendor (kyc-verification.ts).
 * 3. Commit case, place, timer, record `kyc.started` and key together. The level being reached already, or a case of
 *    the level being open, is refused; the latter names the case.
 */
export const startVerification =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const kycId = context.idempotency?.reservedId('kyc') ?? deps.ids.next('kyc', context.tenant);
    const prepared = await prepareVerification(deps, context, { kycId, customerId: params.customerId, ...body });
    switch (prepared.kind) {
      case 'satisfied':
        throw new InvalidState('The customer is known at this level already.');
      case 'waiting':
        throw new InvalidState('A KYC case of this level is open already.', { resourceId: prepared.kyc.kycId });
      case 'opened':
        return deps.unitOfWork.commit(context, prepared.work, presentStarted(prepared.kyc));
    }
  };
