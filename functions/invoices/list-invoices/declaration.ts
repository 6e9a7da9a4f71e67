import * as z from 'zod';
import { pageOf, pageQuery, text } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { invoiceAnswer } from '../answers.ts';
import { invoiceStatuses } from '../domain/invoice.ts';

export const listInvoices = declareHttp({
  operationId: 'listInvoices',
  subdomain: 'invoices',
  summary: 'Lists invoices of one status, of one customer if it is named, the one that is due first first.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'GET', path: '/invoices' }],
  status: 200,
  params: {},
  query: pageQuery.extend({ status: z.enum(invoiceStatuses).default('unpaid'), customerId: text(64).optional() }),
  body: null,
  answer: pageOf(invoiceAnswer),
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['cursor_invalid'],
});
