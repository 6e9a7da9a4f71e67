import type { KycCaseDirectory, KycCaseEntry } from '../../customers/ports/kyc-case-directory.ts';
import { InvalidState, NotFound } from '../../kernel/errors/domain-error.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { TwinControl } from '../ports/twin-control.ts';
import type { simulateKycResult as declaration } from './declaration.ts';

interface Dependencies {
  readonly cases: KycCaseDirectory;
  readonly twin: Pick<TwinControl, 'deliverKycResult'>;
  readonly unitOfWork: UnitOfWork;
}

const notWaiting = (): InvalidState =>
  new InvalidState('Only a booked video call that has no final result yet can be given one.');

/** The vendor's id of a video call that waits for its result. */
const waitingCall = (entry: KycCaseEntry | undefined): string => {
  if (entry === undefined) throw new NotFound('kyc_not_found');
  if (!entry.open || entry.method !== 'video' || entry.externalId === undefined) throw notWaiting();
  return entry.externalId;
};

/** One result per request: the same on every try under one Idempotency-Key. */
const resultReference = ({ idempotency, requestId }: OperationContext): string =>
  idempotency?.reservedId('req') ?? requestId;

/**
 * Ends a customer's video call, as the agent of the KYC vendor would.
 *
 * In: the case and its outcome. Out: both again; the effect comes by the vendor's webhook, shortly before or after.
 * 1. Find the case: a video call, still open, booked at the vendor.
 * 2. Have the vendor's twin end it; an answer that got lost is asked for again under the same reference.
 * 3. Commit the idempotency key with the answer.
 */
export const simulateKycResult =
  ({ cases, twin, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { kycId }, body: { outcome } }) => {
    const { tenant } = context;
    const externalId = waitingCall(await cases.find(tenant, kycId));
    const reference = resultReference(context);
    const delivered = await twin.deliverKycResult(tenant, { reference, externalId, outcome });
    if (delivered !== 'delivered') throw notWaiting();
    return unitOfWork.commit(context, { writes: [], records: [] }, { kycId, outcome });
  };
