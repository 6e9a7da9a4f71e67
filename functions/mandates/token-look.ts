import type { OperationContext } from '../kernel/operation/context.ts';
import { activate, changed, close, pause, resume } from './domain/mandate-changes.ts';
import type { Mandate } from './domain/mandate.ts';
import { isFinal } from './domain/mandate-states.ts';
import { askToCancel, isTokenOver, lookAtCancellation } from './cancellation-look.ts';
import type { Look, LookingDependencies, Subject } from './looking.ts';
import { lookAtModification } from './modification-look.ts';
import type { ProviderToken } from './ports/payment-provider.ts';
import type { Stepping } from './stepping.ts';
import { cycleUsed, ended, recorded } from './stepping.ts';
import { isSaidToBeRejected, lateToken, readToken, tokenBinding } from './token-reading.ts';

/** Notes the token that the provider had not named yet when the INR 1 was captured. */
const lookForName: Look = async (deps, context, { mandate }) => {
  const tokenId = await lateToken(deps, context, mandate);
  if (tokenId === undefined) return undefined;
  const named = changed(mandate, { remote: { ...mandate.remote, tokenId } });
  return { mandate: named, records: [], writes: tokenBinding(context, mandate, tokenId) };
};

/** A registration whose INR 1 is captured: chargeable once the bank confirms its token (SH-09), and not before. */
const lookAtConfirmation: Look = async (deps, context, subject) => {
  const { mandate } = subject;
  const { tokenId } = mandate.remote;
  if (tokenId === undefined) return lookForName(deps, context, subject);
  const token = await readToken(deps, context, { mandate, tokenId });
  const { bank = mandate.remote.bank, app = mandate.remote.app } = token ?? {};
  const known = { ...mandate, remote: { ...mandate.remote, bank, app } };
  const isRejected = token === undefined && isSaidToBeRejected(subject, tokenId);
  return confirmationStep(deps, isRejected ? { status: 'rejected' } : token)?.(context, known);
};

const confirmationStep = (
  deps: LookingDependencies,
  token: Pick<ProviderToken, 'status' | 'failure'> | undefined,
): Stepping | undefined => {
  switch (token?.status) {
    case 'confirmed':
      return recorded(deps, { type: 'mandate.activated' }, (before) =>
        activate(before, cycleUsed(before, before.authCharge?.capturedAt ?? before.createdAt)),
      );
    case 'rejected':
    case 'expired': {
      const reason = token.failure?.reason ?? `token_${token.status}`;
      return ended(deps, { status: 'rejected', reason, isTokenAlive: false });
    }
    case 'cancelled':
      return ended(deps, { status: 'cancelled', reason: 'cancelled_by_payer', isTokenAlive: false });
    default:
      return undefined;
  }
};

const withdrawalBy = (deps: LookingDependencies, { clock, tenant }: OperationContext) => ({
  mandateOperationId: deps.ids.next('mop', tenant),
  type: 'withdraw' as const,
  status: 'initiated' as const,
  by: 'customer' as const,
  startedAt: clock.now(),
  askedAt: clock.now(),
  closingSince: clock.now(),
});

/** What the payer did in the app, or the network by itself. A token that is not listed says nothing. */
const lookAtStanding: Look = async (deps, context, { mandate }) => {
  const { tokenId } = mandate.remote;
  if (tokenId === undefined) return undefined;
  const token = await readToken(deps, context, { mandate, tokenId });
  const step = standingStep(deps, context, { mandate, token });
  return step?.(context, mandate);
};

const standingStep = (
  deps: LookingDependencies,
  context: OperationContext,
  { mandate, token }: { readonly mandate: Mandate; readonly token: ProviderToken | undefined },
): Stepping | undefined => {
  switch (token?.status) {
    case 'cancelled':
      return ended(deps, { status: 'cancelled', reason: 'cancelled_by_payer', isTokenAlive: false });
    case 'expired':
      return ended(deps, { status: 'expired', reason: 'token_expired', isTokenAlive: false });
    case 'cancellation_initiated':
      return recorded(deps, { type: 'mandate.withdrawal_started' }, (before) =>
        close(before, withdrawalBy(deps, context)),
      );
    case 'paused':
      return mandate.status === 'active'
        ? recorded(deps, { type: 'mandate.paused' }, (before) => pause(before, 'payer_app'))
        : undefined;
    case 'confirmed':
      return mandate.pausedBy === 'payer_app' ? recorded(deps, { type: 'mandate.resumed' }, resume) : undefined;
    default:
      return undefined;
  }
};

/** A mandate that is over, of which the provider speaks as if it were not: its token is cancelled there. */
const lookAtRevival: Look = async (deps, context, { mandate, hint }) => {
  const { tokenId } = mandate.remote;
  if (tokenId === undefined || hint?.type.startsWith('token.') !== true || mandate.purgedAt !== undefined) {
    return undefined;
  }
  if (mandate.tokensToCancel.includes(tokenId)) return undefined;
  const token = await readToken(deps, context, { mandate, tokenId });
  if (token?.status !== 'confirmed' && token?.status !== 'paused') return undefined;
  return { mandate: changed(mandate, { tokensToCancel: [...mandate.tokensToCancel, tokenId] }), records: [] };
};

const lookFor = ({ mandate }: Subject): Look | undefined => {
  if (mandate.status === 'pending_confirmation') return lookAtConfirmation;
  if (mandate.status === 'cancellation_pending') return lookAtCancellation;
  if (isFinal(mandate.status)) return lookAtRevival;
  if (mandate.openOperation?.type === 'modify' && mandate.openOperation.afa !== undefined) return lookAtModification;
  return mandate.status === 'active' || mandate.status === 'paused' ? lookAtStanding : undefined;
};

/** What became of the mandate's token, as its state needs to know it. */
export const lookAtToken: Look = async (deps, context, subject) => lookFor(subject)?.(deps, context, subject);

/** Tokens that stand for nothing any more, once no debit is under way with one: cancelled until they say so. */
export const lookAtRetiredTokens: Look = async (deps, context, { mandate }) => {
  if (mandate.executing !== undefined) return undefined;
  for (const tokenId of mandate.tokensToCancel) {
    const before = await readToken(deps, context, { mandate, tokenId });
    if (!isTokenOver(before)) {
      if (before?.status === 'cancellation_initiated') continue;
      await askToCancel(deps, context, { mandate, tokenId });
      if (!isTokenOver(await readToken(deps, context, { mandate, tokenId }))) continue;
    }
    const left = mandate.tokensToCancel.filter((other) => other !== tokenId);
    return { mandate: changed(mandate, { tokensToCancel: left }), records: [] };
  }
  return undefined;
};
