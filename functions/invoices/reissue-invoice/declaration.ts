import * as z from 'zod';
import { currency, noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { invoiceAnswer } from '../answers.ts';
import { ratePattern } from '../domain/exchange.ts';

/** A decimal text, or a JSON number as it was written: `83.1235` is taken as these digits, not as a float. */
const rate = z
  .union([z.string(), z.number().transform(String)])
  .pipe(z.string().regex(ratePattern, 'must be a decimal number above zero with at most nine digits on either side'));

export const reissueInvoice = declareHttp({
  operationId: 'reissueInvoice',
  subdomain: 'invoices',
  summary: 'Replaces an unpaid invoice by one in another currency, at a rate that is kept with it.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'POST', path: '/invoices/{invoiceId}/reissue' }],
  status: 201,
  params: { invoiceId: 'inv' },
  query: noQuery,
  body: z.strictObject({ currency, rate }),
  answer: invoiceAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  keyRetention: 'object',
  uses: ['table', 'secrets', 'messageKeys'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: ['invoice.reissued', 'invoice.created'],
  errors: ['invoice_not_found', 'invalid_state', 'currency_unchanged', 'amount_out_of_range', 'concurrent_change'],
});
