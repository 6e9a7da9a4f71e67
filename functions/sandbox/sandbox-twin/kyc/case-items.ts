import * as z from 'zod';
import { defineItem, instant } from '../../../kernel/persistence/item.ts';
import { tenantKey } from '../../../kernel/persistence/keys.ts';
import type { Key } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';

/** Results that a video call can have. */
export const outcomes = ['approved', 'rejected', 'resubmission_required', 'abandoned'] as const;

export const caseItem = defineItem({
  name: 'twin_kyc_case',
  subdomain: 'sandbox',
  summary: 'A verification at the KYC vendor; the person only as a keyed hash of the phone.',
  keys: { pk: 'T#<program>#KYC#<caseId>', sk: 'CASE' },
  schema: z.object({
    caseId: z.string(),
    reference: z.string(),
    method: z.enum(['otp', 'video']),
    status: z.enum(['otp_pending', 'scheduled', ...outcomes]),
    /** Equal for the same phone, so that one person is recognised over programs. */
    identityReference: z.string(),
    url: z.string().optional(),
    expiresAt: instant,
  }),
});

export type KycCase = z.output<typeof caseItem.schema>;

export const caseKey = (program: TenantContext, caseId: string): Key => ({
  pk: tenantKey(program, 'KYC', caseId),
  sk: 'CASE',
});

export const resultItem = defineItem({
  name: 'twin_kyc_result',
  subdomain: 'sandbox',
  summary: 'A result that was ordered through the control API, so that a repeated order is not a second one.',
  keys: { pk: 'T#<program>#KYC#<caseId>', sk: 'RESULT#<order reference>' },
  schema: z.object({ eventId: z.string() }),
});

export const resultKey = (program: TenantContext, caseId: string, order: string): Key => ({
  pk: tenantKey(program, 'KYC', caseId),
  sk: `RESULT#${order}`,
});
