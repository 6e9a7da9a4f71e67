import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { pairingBody } from '../device-schemas.ts';

export const pairDevice = declareHttp({
  operationId: 'pairDevice',
  subdomain: 'devices',
  summary: "Pairs a customer's device: the code says whose it is, the key proves it from now on.",
  // Open: the code is the credential, and leads to the tenant.
  scope: 'tenant',
  routes: [{ surface: 'customer', method: 'POST', path: '/devices', open: true }],
  status: 201,
  params: {},
  query: noQuery,
  body: pairingBody,
  answer: z.object({ installationId: z.string() }).meta({ id: 'PairedDevice' }),
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'secrets', 'messageKeys'],
  access: 'write',
  secrets: ['session-pepper'],
  emits: ['device.paired', 'device.unpaired'],
  errors: ['pairing_code_invalid', 'concurrent_change'],
});
