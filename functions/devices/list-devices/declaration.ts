import { pageOf, pageQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { deviceAnswer } from '../answers.ts';

export const listDevices = declareHttp({
  operationId: 'listDevices',
  subdomain: 'devices',
  summary: "Lists the customer's paired devices.",
  scope: 'tenant',
  routes: [{ surface: 'customer', method: 'GET', path: '/me/devices' }],
  status: 200,
  params: { customerId: 'cus' },
  query: pageQuery,
  body: null,
  answer: pageOf(deviceAnswer),
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['cursor_invalid'],
});
