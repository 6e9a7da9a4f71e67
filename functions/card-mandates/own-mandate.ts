import { NotFound } from '../kernel/errors/domain-error.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import { isVisible } from '../kernel/operation/visibility.ts';
import type { AfaProof, CardMandate } from './domain/card-mandate.ts';
import { isThere } from './domain/card-mandate.ts';
import type { CardMandateStore } from './ports/card-mandate-store.ts';

/** The caller's own mandate. @throws mandate_not_found, also when it is another customer's */
export const ownMandate = async (
  mandates: Pick<CardMandateStore, 'find'>,
  context: OperationContext,
  mandateId: string,
): Promise<CardMandate> => {
  const mandate = await mandates.find(context.tenant, mandateId);
  if (mandate?.mandateId !== mandateId || !isThere(mandate) || !isVisible(context, mandate)) {
    throw new NotFound('mandate_not_found');
  }
  return mandate;
};

/**
 * That the holder agrees, by what its session was opened with: a key that its device holds and the holder unlocks
 * (rule 6).
 */
export const proofOf = ({ caller, clock }: OperationContext): AfaProof => {
  if (caller.kind !== 'customer') throw new Error('only the holder can agree');
  return { method: 'device_session', at: clock.now(), reference: caller.installationId };
};
