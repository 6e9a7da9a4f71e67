import type { Declaration } from '../kernel/operation/declaration.ts';
import { checkNotice } from './check-notice/declaration.ts';
import { createDebit } from './create-debit/declaration.ts';
import { createPayment } from './create-payment/declaration.ts';
import { expireDebitAuthentication } from './expire-debit-authentication/declaration.ts';
import { getDebit } from './get-debit/declaration.ts';
import { getPayment } from './get-payment/declaration.ts';
import { listDebits } from './list-debits/declaration.ts';
import { previewDebit } from './preview-debit/declaration.ts';
import { requestNotice } from './request-notice/declaration.ts';
import { resolveDebit } from './resolve-debit/declaration.ts';
import { skipDebit } from './skip-debit/declaration.ts';
import { submitDebit } from './submit-debit/declaration.ts';

export const operations: readonly Declaration[] = [
  previewDebit,
  createDebit,
  getDebit,
  listDebits,
  skipDebit,
  createPayment,
  getPayment,
  requestNotice,
  checkNotice,
  submitDebit,
  resolveDebit,
  expireDebitAuthentication,
];
