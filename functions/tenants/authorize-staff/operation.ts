import type { AuthorizerUseCase } from '../../kernel/operation/authorizer-operation.ts';
import type { StaffRole } from '../../kernel/operation/declaration.ts';
import type { StaffTokens } from '../ports/staff-tokens.ts';

interface Dependencies {
  readonly staffTokens: StaffTokens;
}

/** Highest first. */
const roles: readonly StaffRole[] = ['Admin', 'Manager', 'Employee'];

/**
 * Proves a member of staff (AN-14).
 *
 * In: `Bearer <ID token>`. Out: subject, highest role and whose staff it is; nobody for a token that is forged,
 * expired, for somebody else, without a role or without a tenant.
 * 1. Verify the token against the pool's keys.
 * 2. Take the highest of the roles that its groups name.
 */
export const authorizeStaff =
  ({ staffTokens }: Dependencies): AuthorizerUseCase =>
  async (credential) => {
    const [, token] = /^Bearer ([\w.-]+)$/i.exec(credential) ?? [];
    if (token === undefined) return undefined;
    const claims = await staffTokens.verify(token);
    const role = roles.find((candidate) => claims?.groups.includes(candidate));
    if (claims === undefined || role === undefined) return undefined;
    return { principalId: claims.subject, context: { subject: claims.subject, role, tenant: claims.tenant } };
  };
