import * as z from 'zod';

/** What a third party's mandate can be (docs/issuer-protocol.md, Mandates). */
export const mandateFrequency = z.enum([
  'daily',
  'weekly',
  'fortnightly',
  'monthly',
  'bimonthly',
  'quarterly',
  'half_yearly',
  'yearly',
  'as_presented',
]);

export const mandateCategory = z.enum(['standard', 'insurance', 'mutual_fund', 'credit_card_bill']);

export const noticeExemption = z.enum(['FASTAG_AUTOLOAD', 'NCMC_AUTOLOAD']);
