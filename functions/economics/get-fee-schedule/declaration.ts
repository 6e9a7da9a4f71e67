import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { scheduleAnswer } from '../schedule-schemas.ts';

export const getFeeSchedule = declareHttp({
  operationId: 'getFeeSchedule',
  subdomain: 'economics',
  summary: 'Shows what the company of a program pays the platform.',
  scope: 'tenant',
  routes: [{ surface: 'admin', method: 'GET', path: '/programs/{programId}/fee-schedule' }],
  status: 200,
  params: { programId: 'prg' },
  query: noQuery,
  body: null,
  answer: scheduleAnswer,
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'messageKeys'],
  access: 'read',
  emits: [],
  errors: ['program_not_found'],
});
