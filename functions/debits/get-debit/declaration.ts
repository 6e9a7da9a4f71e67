import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { debitAnswer } from '../answers.ts';

export const getDebit = declareHttp({
  operationId: 'getDebit',
  subdomain: 'debits',
  summary: 'Shows a debit: its notice, every time its money was asked for, and what came of it.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'GET', path: '/debits/{debitId}' },
    { surface: 'customer', method: 'GET', path: '/me/debits/{debitId}' },
  ],
  status: 200,
  params: { debitId: 'dbt' },
  query: noQuery,
  body: null,
  answer: debitAnswer,
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['debit_not_found'],
});
