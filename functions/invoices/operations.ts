import type { Declaration } from '../kernel/operation/declaration.ts';
import { createInvoice } from './create-invoice/declaration.ts';
import { listInvoices } from './list-invoices/declaration.ts';
import { payInvoice } from './pay-invoice/declaration.ts';
import { reissueInvoice } from './reissue-invoice/declaration.ts';
import { settleInvoicePayment } from './settle-invoice-payment/declaration.ts';

export const operations: readonly Declaration[] = [
  createInvoice,
  listInvoices,
  payInvoice,
  reissueInvoice,
  settleInvoicePayment,
];
