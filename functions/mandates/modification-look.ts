import type { OperationContext } from '../kernel/operation/context.ts';
import { afterRefusal } from './authentication-look.ts';
import { changed, modify } from './domain/mandate-changes.ts';
import type { MandateOperation } from './domain/mandate-operation.ts';
import type { Mandate } from './domain/mandate.ts';
import type { Look, LookingDependencies } from './looking.ts';
import type { MandateStep } from './mandate-work.ts';
import type { ProviderToken } from './ports/payment-provider.ts';
import { cycleUsed, recorded } from './stepping.ts';
import { isSaidToBeRejected, lateToken, readToken, tokenBinding } from './token-reading.ts';

/** A bank that has said nothing for this long will not; the registration's own wait is as long. */
const bankPatienceHours = 7 * 24;

interface Waiting {
  readonly mandate: Mandate;
  readonly operation: MandateOperation;
}

/** Notes the token that the provider had not named yet when the INR 1 was captured. */
const named = (context: OperationContext, { mandate, operation }: Waiting, tokenId: string): MandateStep => ({
  mandate: changed(mandate, { openOperation: { ...operation, tokenId } }),
  records: [],
  writes: tokenId === mandate.remote.tokenId ? [] : tokenBinding(context, mandate, tokenId),
});

/** Nothing else is done to a mandate meanwhile, so it does not wait for good. */
const unlessOverdue = (
  deps: LookingDependencies,
  context: OperationContext,
  mandate: Mandate,
): MandateStep | undefined => {
  const operation = mandate.openOperation;
  if (operation?.type !== 'modify') return undefined;
  const until = (operation.afa?.at ?? operation.startedAt).add({ hours: bankPatienceHours });
  if (context.clock.now().epochMilliseconds < until.epochMilliseconds) return undefined;
  return afterRefusal(deps, context, { mandate, operation, reason: 'timed_out' });
};

/** What the provider shows of the new token: its place taken, the change given up, or nothing yet. */
const decided = (
  deps: LookingDependencies,
  context: OperationContext,
  { mandate, operation, token }: Waiting & { readonly token: ProviderToken },
): MandateStep | undefined => {
  if (token.status === 'pending') return undefined;
  if (token.status === 'confirmed') {
    const cycle = cycleUsed(mandate, operation.afa?.at ?? operation.startedAt);
    const { mandateOperationId } = operation;
    const event = { type: 'mandate.modified', data: { mandateOperationId } } as const;
    return recorded(deps, event, (before) => modify(before, operation, cycle))(context, mandate);
  }
  const reason = token.failure?.reason ?? `token_${token.status}`;
  return afterRefusal(deps, context, { mandate, operation, reason });
};

const lookAtNew: Look = async (deps, context, { mandate, hint }) => {
  const operation = mandate.openOperation;
  if (operation?.type !== 'modify') return undefined;
  const { tokenId } = operation;
  if (tokenId === undefined) {
    const found = await lateToken(deps, context, mandate);
    return found === undefined ? undefined : named(context, { mandate, operation }, found);
  }
  const token = await readToken(deps, context, { mandate, tokenId });
  if (token !== undefined) return decided(deps, context, { mandate, operation, token });
  if (!isSaidToBeRejected({ hint }, tokenId)) return undefined;
  return afterRefusal(deps, context, { mandate, operation, reason: 'token_rejected' });
};

/** A modification whose new token is waited for: it takes the old one's place, or the mandate stays as it was. */
export const lookAtModification: Look = async (deps, context, subject) =>
  (await lookAtNew(deps, context, subject)) ?? unlessOverdue(deps, context, subject.mandate);
