import * as z from 'zod';
import { noQuery, timestamp } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

export const getClock = declareHttp({
  operationId: 'getClock',
  subdomain: 'timers',
  summary: "Tells the tenant's business time.",
  scope: 'tenant',
  routes: [{ surface: 'sandbox', method: 'GET', path: '/clock' }],
  status: 200,
  params: {},
  query: noQuery,
  body: null,
  answer: z.object({ now: timestamp }),
  encryption: 'none',
  idempotency: 'none',
  uses: ['table'],
  access: 'read',
  emits: [],
  errors: [],
});
