import * as z from 'zod';
import { amountOf, noQuery, text, timestamp } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { invoiceAnswer } from '../answers.ts';

export const createInvoice = declareHttp({
  operationId: 'createInvoice',
  subdomain: 'invoices',
  summary: 'Notes what a customer owes, and by when.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'POST', path: '/invoices' }],
  status: 201,
  params: {},
  query: noQuery,
  body: z.strictObject({
    customerId: text(64),
    amount: amountOf(1),
    dueAt: timestamp,
    description: text(200),
    reference: text(64).optional(),
    mandateId: text(64).optional(),
  }),
  answer: invoiceAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  keyRetention: 'object',
  uses: ['table', 'secrets', 'messageKeys'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: ['invoice.created'],
  errors: ['customer_not_found', 'mandate_not_found', 'invalid_state'],
});
