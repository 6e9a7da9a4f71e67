import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

export const unpairDevice = declareHttp({
  operationId: 'unpairDevice',
  subdomain: 'devices',
  summary: 'Unpairs a device for good; its sessions end at once.',
  scope: 'tenant',
  routes: [{ surface: 'customer', method: 'DELETE', path: '/me/devices/{installationId}' }],
  status: 204,
  params: { customerId: 'cus', installationId: 'ins' },
  query: noQuery,
  body: null,
  answer: null,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'messageKeys'],
  access: 'write',
  emits: ['device.unpaired'],
  errors: ['device_not_found', 'concurrent_change'],
});
