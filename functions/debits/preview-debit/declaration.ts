import * as z from 'zod';
import { moneyAnswer, noQuery, timestamp } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { limitFactors, limitSources } from '../../policies/payer-limits.ts';
import { debitAmount, dueAt } from '../debit-schemas.ts';

export const previewDebit = declareHttp({
  operationId: 'previewDebit',
  subdomain: 'debits',
  summary: 'Says when a debit could lawfully be made and whether its payer would have to authenticate; makes nothing.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'POST', path: '/mandates/{mandateId}/debits/preview' }],
  status: 200,
  params: { mandateId: 'mdt' },
  query: noQuery,
  body: z.strictObject({ amount: debitAmount, dueAt }),
  answer: z
    .object({
      requiresAuthentication: z.boolean(),
      /** Why the payer must authenticate; absent when it need not. */
      cause: z.enum(['above_maximum', 'above_ceiling', 'first_debit']).optional(),
      notifyAt: timestamp,
      earliestDebitAt: timestamp,
      cycle: z.string(),
      limits: z.object({
        maxAmount: moneyAnswer,
        afaFreeCeiling: moneyAnswer,
        /** What the payer's bank and app are likely to let pass; on cards, what needs no authentication. */
        suggestedMaximum: moneyAnswer,
        /** Whose word that is; absent, as the factor, where the provider or the law bounds it. */
        source: z.enum(limitSources).optional(),
        limitingFactor: z.enum(limitFactors).optional(),
      }),
      ruleVersions: z.array(z.string()),
    })
    .meta({ id: 'DebitPreview' }),
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'secrets', 'messageKeys'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: [],
  errors: [
    'mandate_not_found',
    'invalid_state',
    'currency_mismatch',
    'amount_not_exact',
    'outside_validity',
    'debit_open',
    'cycle_used',
    'too_many_open_debits',
  ],
});
