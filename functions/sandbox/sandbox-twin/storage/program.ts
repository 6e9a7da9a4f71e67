import { createHash } from 'node:crypto';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import { tenantContext } from '../../../kernel/tenancy/tenant-context.ts';

/** A program of the processor; its id is the platform's tenant id. The request's signature proved it. */
export const programOf = (programId: string): TenantContext =>
  tenantContext({ tenantId: programId, tag: '', sandbox: true });

/**
 * The id that a reference always gets in a program, so that creating twice finds the first (there is no second item
 * that could get lost between the two).
 * @returns `<prefix>_` and 26 lower-case hex digits
 */
export const externalIdOf = (
  prefix: 'acc' | 'pi' | 'kv' | 'bat' | 'bt' | 'upi' | 'cr' | 'rct' | 'po' | 'nm' | 'nmd' | 'pl',
  program: TenantContext,
  reference: string,
): string => {
  const digest = createHash('sha256').update(`${prefix}\0${program.tenantId}\0${reference}`).digest('hex');
  return `${prefix}_${digest.slice(0, 26)}`;
};
