import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

const entry = z
  .object({
    operationId: z.string(),
    subdomain: z.string(),
    channel: z.enum(['secure', 'customer', 'admin', 'sandbox']),
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
    path: z.string(),
    authentication: z.enum(['api_key', 'session_token', 'id_token', 'none']),
    encryption: z.enum(['none', 'response', 'both']),
    /** Groups of staff that may call it; empty outside the admin channel. */
    roles: z.array(z.enum(['Admin', 'Manager', 'Employee'])),
    operatorsOnly: z.boolean(),
  })
  .meta({ id: 'OperationMatrixEntry' });

export const operationMatrix = declareHttp({
  operationId: 'operationMatrix',
  subdomain: 'tenants',
  summary: 'Publishes who may call what, how they prove themselves and what must be encrypted.',
  scope: 'platform',
  routes: [{ surface: 'admin', method: 'GET', path: '/operations' }],
  status: 200,
  params: {},
  query: noQuery,
  body: null,
  answer: z.object({ data: z.array(entry) }),
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'messageKeys'],
  access: 'read',
  emits: [],
  errors: [],
});
