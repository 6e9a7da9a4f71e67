import type { OperationContext } from '../kernel/operation/context.ts';
import { bindReference } from '../kernel/persistence/provider-reference.ts';
import type { WriteIntent } from '../kernel/persistence/write-intent.ts';
import type { Mandate } from './domain/mandate.ts';
import type { LookingDependencies, Subject } from './looking.ts';
import type { ProviderToken } from './ports/payment-provider.ts';

/** The token as the provider shows it. */
export const readToken = (
  { payments }: LookingDependencies,
  { tenant }: OperationContext,
  { mandate, tokenId }: { readonly mandate: Mandate; readonly tokenId: string },
): Promise<ProviderToken | undefined> => payments.readToken(tenant, { customerId: mandate.remote.customerId, tokenId });

/** The token of a payment that was captured before the provider had named it. */
export const lateToken = async (
  { payments }: LookingDependencies,
  { tenant }: OperationContext,
  { openOperation }: Mandate,
): Promise<string | undefined> => {
  if (openOperation?.orderId === undefined) return undefined;
  const all = await payments.paymentsOf(tenant, openOperation.orderId);
  return all.find(({ tokenId }) => tokenId !== undefined)?.tokenId;
};

/** Lets the words about a token find its mandate. */
export const tokenBinding = (
  { tenant }: OperationContext,
  { mandateId }: Mandate,
  tokenId: string,
): readonly WriteIntent[] => [bindReference('payment', tokenId, { tenant, resourceId: mandateId })];

/** The provider lists no token that was rejected: then its signed word is all there is. */
export const isSaidToBeRejected = ({ hint }: Pick<Subject, 'hint'>, tokenId: string): boolean =>
  hint?.type === 'token.rejected' && hint.tokenId === tokenId;
