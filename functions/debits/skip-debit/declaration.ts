import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { debitAnswer } from '../answers.ts';

export const skipDebit = declareHttp({
  operationId: 'skipDebit',
  subdomain: 'debits',
  summary: 'Lets a customer refuse one debit to come; its mandate goes on.',
  scope: 'tenant',
  routes: [{ surface: 'customer', method: 'POST', path: '/me/debits/{debitId}/skip' }],
  status: 200,
  params: { debitId: 'dbt' },
  query: noQuery,
  body: null,
  answer: debitAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'secrets'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: ['debit.skipped', 'debit.opted_out'],
  errors: ['debit_not_found', 'invalid_state', 'concurrent_change'],
});
