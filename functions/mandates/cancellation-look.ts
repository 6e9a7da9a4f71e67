import type { OperationContext } from '../kernel/operation/context.ts';
import { hasClosureFailed, isAskedNow, mayBeReopened } from './domain/closing.ts';
import { changed, reopen } from './domain/mandate-changes.ts';
import type { MandateOperation } from './domain/mandate-operation.ts';
import type { Mandate } from './domain/mandate.ts';
import type { Look, LookingDependencies } from './looking.ts';
import type { MandateStep } from './mandate-work.ts';
import { PaymentRefused } from './ports/payment-refused.ts';
import type { ProviderToken } from './ports/payment-provider.ts';
import { ended, recorded } from './stepping.ts';
import { readToken } from './token-reading.ts';

/** Whether a token allows nothing any more; so does one that is not listed. */
export const isTokenOver = (token: ProviderToken | undefined): boolean =>
  token === undefined || ['cancelled', 'rejected', 'expired'].includes(token.status);

/** Asks the network to close a token. One that it does not take for good says so when it is read. */
export const askToCancel = async (
  { payments }: LookingDependencies,
  { tenant }: OperationContext,
  { mandate, tokenId }: { readonly mandate: Mandate; readonly tokenId: string },
): Promise<void> => {
  const { method, remote } = mandate;
  try {
    await payments.cancelToken(tenant, { customerId: remote.customerId, tokenId, method });
  } catch (error) {
    if (!(error instanceof PaymentRefused)) throw error;
  }
};

const withOperation = (mandate: Mandate, operation: MandateOperation): MandateStep => ({
  mandate: changed(mandate, { openOperation: operation }),
  records: [],
});

/** A withdrawal whose token is not over, and of which the network does not say that it is closing it. */
const whileOpen = async (
  deps: LookingDependencies,
  context: OperationContext,
  { mandate, operation, token }: { mandate: Mandate; operation: MandateOperation; token: ProviderToken },
): Promise<MandateStep | undefined> => {
  const now = context.clock.now();
  // A status that nobody knows says nothing of the kind.
  const isAlive = token.status === 'confirmed' || token.status === 'paused';
  if (isAlive && hasClosureFailed(operation, now)) {
    const { mandateOperationId } = operation;
    const event = { type: 'mandate.withdrawal_failed', data: { mandateOperationId } } as const;
    if (mayBeReopened(operation)) return recorded(deps, event, reopen)(context, mandate);
    // The payer's word stands: told, and asked for anew.
    const again = { ...operation, closingSince: undefined };
    return recorded(deps, event, (before) => changed(before, { openOperation: again }))(context, mandate);
  }
  if (!isAskedNow(operation, now)) return undefined;
  await askToCancel(deps, context, { mandate, tokenId: token.tokenId });
  return withOperation(mandate, { ...operation, askedAt: now });
};

/**
 * A withdrawal, over when the token says so; until then nothing of it is final and nothing is debited. A network that goes
 * on calling the token confirmed is slow, and asked again. One that was closing it and calls it alive again has not closed
 * it: a payee's mandate is active again then (domain.md 2.8), a payer's stays withdrawn and its closure is asked for anew.
 */
export const lookAtCancellation: Look = async (deps, context, { mandate }) => {
  const { openOperation: operation, remote } = mandate;
  if (operation === undefined || remote.tokenId === undefined) return undefined;
  const { tokenId } = remote;
  const token = await readToken(deps, context, { mandate, tokenId });
  if (token === undefined || isTokenOver(token)) {
    return ended(deps, { status: 'cancelled', reason: 'withdrawn', isTokenAlive: false })(context, mandate);
  }
  if (token.status === 'cancellation_initiated') {
    if (operation.closingSince !== undefined) return undefined;
    const now = context.clock.now();
    return withOperation(mandate, { ...operation, askedAt: operation.askedAt ?? now, closingSince: now });
  }
  return whileOpen(deps, context, { mandate, operation, token });
};
