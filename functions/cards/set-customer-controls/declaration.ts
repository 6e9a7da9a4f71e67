import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { controlsAnswer, controlsBody } from '../controls-schemas.ts';

export const setCustomerControls = declareHttp({
  operationId: 'setCustomerControls',
  subdomain: 'cards',
  summary: 'Replaces what all cards of a customer may be used for; the next authorization is decided by it.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'PUT', path: '/customers/{customerId}/controls' }],
  status: 200,
  params: { customerId: 'cus' },
  query: noQuery,
  body: controlsBody,
  answer: controlsAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'messageKeys'],
  access: 'write',
  emits: ['customer.controls_changed'],
  errors: ['customer_not_found', 'invalid_state', 'currency_mismatch', 'concurrent_change'],
});
