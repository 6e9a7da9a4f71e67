import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { controlsAnswer } from '../controls-schemas.ts';

export const getCustomerControls = declareHttp({
  operationId: 'getCustomerControls',
  subdomain: 'cards',
  summary: 'Shows what all cards of a customer may be used for, beyond the controls of each card.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'GET', path: '/customers/{customerId}/controls' }],
  status: 200,
  params: { customerId: 'cus' },
  query: noQuery,
  body: null,
  answer: controlsAnswer,
  encryption: 'none',
  idempotency: 'none',
  uses: ['table'],
  access: 'read',
  emits: [],
  errors: ['customer_not_found'],
});
