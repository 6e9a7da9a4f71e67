import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { controlsAnswer, controlsBody } from '../controls-schemas.ts';

export const setProgramControls = declareHttp({
  operationId: 'setProgramControls',
  subdomain: 'cards',
  summary: 'Replaces what all cards of a program may be used for; authorizations follow within 30 seconds.',
  scope: 'tenant',
  routes: [{ surface: 'admin', method: 'PUT', path: '/programs/{programId}/controls' }],
  status: 200,
  params: { programId: 'prg' },
  query: noQuery,
  body: controlsBody,
  answer: controlsAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'messageKeys'],
  access: 'write',
  emits: ['program.controls_changed'],
  errors: ['program_not_found', 'currency_mismatch', 'concurrent_change', 'forbidden_role'],
});
