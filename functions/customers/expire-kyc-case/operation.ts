import { TemporarilyUnavailable } from '../../kernel/errors/domain-error.ts';
import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { advance, isOpen, isOverdue } from '../domain/kyc-case.ts';
import { kycRecord } from '../domain/kyc-events.ts';
import type { KycStore } from '../ports/kyc-store.ts';
import type { expireKycCase as declaration } from './declaration.ts';

interface Dependencies {
  readonly cases: KycStore;
  readonly unitOfWork: UnitOfWork;
}

/**
 * Ends a KYC case whose time has passed: five minutes for an OTP, the vendor's window for a call.
 *
 * 1. A case that is unknown or ended meanwhile needs nothing: the timer may fire late and more than once.
 * 2. Fired too early, by the tenant's clock: fail, so that it is fired again.
 * 3. Commit the case and record `kyc.expired` together.
 */
export const expireKycCase =
  ({ cases, unitOfWork }: Dependencies): TimerUseCase<typeof declaration> =>
  async (context, { kycId }) => {
    const kyc = await cases.find(context.tenant, kycId);
    if (kyc === undefined || !isOpen(kyc)) return;
    if (!isOverdue(kyc, context.clock.now())) throw new TemporarilyUnavailable('The KYC case is not due yet.');
    const expired = advance(kyc, 'expired');
    const record = kycRecord(cases.partition(context.tenant, kycId), expired, kyc);
    await unitOfWork.commit(context, { writes: cases.replace(context.tenant, expired), records: [record] }, undefined);
  };
