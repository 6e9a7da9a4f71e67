import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { pairingCodeAnswer } from '../answers.ts';

export const createPairingCode = declareHttp({
  operationId: 'createPairingCode',
  subdomain: 'devices',
  summary: "Issues a code that pairs one of the customer's devices, once and within ten minutes.",
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'POST', path: '/customers/{customerId}/pairing-codes' }],
  status: 201,
  params: { customerId: 'cus' },
  query: noQuery,
  body: null,
  answer: pairingCodeAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  notStored: ['code'],
  uses: ['table', 'secrets', 'messageKeys'],
  access: 'write',
  secrets: ['session-pepper'],
  emits: ['pairing_code.created'],
  errors: ['customer_not_found', 'invalid_state', 'rate_limited'],
});
