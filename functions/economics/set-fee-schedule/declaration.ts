import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { scheduleAnswer, scheduleBody } from '../schedule-schemas.ts';

export const setFeeSchedule = declareHttp({
  operationId: 'setFeeSchedule',
  subdomain: 'economics',
  summary: 'Replaces what the company of a program pays the platform; what is left out is free.',
  scope: 'tenant',
  routes: [{ surface: 'admin', method: 'PUT', path: '/programs/{programId}/fee-schedule' }],
  status: 200,
  params: { programId: 'prg' },
  query: noQuery,
  body: scheduleBody,
  answer: scheduleAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'messageKeys'],
  access: 'write',
  emits: ['fee_schedule.set'],
  errors: ['program_not_found', 'currency_mismatch', 'concurrent_change'],
});
