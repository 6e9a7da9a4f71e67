import type { OperationContext } from './context.ts';

/**
 * Whether the caller may know of what belongs to this customer. A customer sees only what is its own; what is not
 * answers exactly like an unknown id. Tenant and staff see all of their tenant.
 */
export const isVisible = (
  { caller }: Pick<OperationContext, 'caller'>,
  { customerId }: { readonly customerId: string },
): boolean => caller.kind !== 'customer' || caller.customerId === customerId;
