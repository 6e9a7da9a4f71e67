import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { sessionAnswer } from '../answers.ts';

export const createSession = declareHttp({
  operationId: 'createSession',
  subdomain: 'devices',
  summary: 'Opens a session for the customer of a paired device, by an assertion that the device signed just now.',
  // Open: the assertion is the credential, and the installation leads to the tenant.
  scope: 'tenant',
  routes: [{ surface: 'customer', method: 'POST', path: '/sessions', open: true }],
  status: 201,
  params: {},
  query: noQuery,
  body: z.strictObject({ installationId: z.string().min(1).max(128), assertion: z.string().min(1).max(8_192) }),
  answer: sessionAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  notStored: ['sessionToken'],
  uses: ['table', 'secrets', 'messageKeys'],
  access: 'write',
  secrets: ['session-pepper'],
  emits: ['session.opened'],
  errors: ['unauthenticated'],
});
