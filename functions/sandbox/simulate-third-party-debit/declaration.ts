import * as z from 'zod';
import { noQuery, text, timestamp } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { networkAmount } from '../network-schemas.ts';

export const simulateThirdPartyDebit = declareHttp({
  operationId: 'simulateThirdPartyDebit',
  subdomain: 'sandbox',
  summary: 'Has a third party announce a debit and make it when its notice has run, or make one without notice.',
  scope: 'tenant',
  routes: [{ surface: 'sandbox', method: 'POST', path: '/third-party-mandates/{mandateId}/debits' }],
  status: 201,
  params: { mandateId: 'cmd' },
  query: noQuery,
  body: z.strictObject({
    amount: networkAmount,
    dueAt: timestamp.optional(),
    reason: text(100).optional(),
    /** false: the debit is made at once, without notice. */
    notice: z.boolean().optional(),
    /** true: nobody is asked when it is made; the network approves it by itself, and says so afterwards. */
    standIn: z.boolean().optional(),
  }),
  answer: z
    .object({
      mandateId: z.string(),
      /** null of a debit that was neither announced nor approved. */
      debitId: z.string().nullable(),
      /** `announced`: it is made at `dueAt`. `refused`: it was not worth a notice. Else what was decided at once. */
      status: z.enum(['announced', 'refused', 'approved', 'declined']),
      reason: z.string().nullable(),
      dueAt: timestamp,
      authorizationId: z.string().nullable(),
      decisionId: z.string().nullable(),
      actionCode: z.string().nullable(),
      responseCode: z.string().nullable(),
    })
    .meta({ id: 'SimulatedDebit' }),
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['sandbox-control'],
  emits: [],
  errors: ['mandate_not_found', 'currency_mismatch', 'invalid_state', 'temporarily_unavailable'],
});
