import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { controlsAnswer } from '../controls-schemas.ts';

export const getProgramControls = declareHttp({
  operationId: 'getProgramControls',
  subdomain: 'cards',
  summary: 'Shows what all cards of a program may be used for, beyond the controls of card and customer.',
  scope: 'tenant',
  routes: [{ surface: 'admin', method: 'GET', path: '/programs/{programId}/controls' }],
  status: 200,
  params: { programId: 'prg' },
  query: noQuery,
  body: null,
  answer: controlsAnswer,
  encryption: 'none',
  idempotency: 'none',
  uses: ['table'],
  access: 'read',
  emits: [],
  errors: ['program_not_found'],
});
