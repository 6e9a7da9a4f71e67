import * as z from 'zod';
import { pageOf, pageQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { eventAnswer } from '../answers.ts';

export const listEvents = declareHttp({
  operationId: 'listEvents',
  subdomain: 'events',
  summary: 'Lists the tenant’s events: newest first, or oldest first from a known one on.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'GET', path: '/events' }],
  status: 200,
  params: {},
  query: z.strictObject({
    ...pageQuery.shape,
    type: z
      .string()
      .max(80)
      .regex(/^[a-z][a-z_]*\.(?:[a-z][a-z_]*|\*)$/, 'must be an event type such as card.locked, or card.*')
      .optional(),
    after: z
      .string()
      .regex(/^evt_[0-9a-z]{31}$/, 'must be an event id')
      .optional(),
  }),
  body: null,
  answer: pageOf(eventAnswer),
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets', 'messageKeys'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['cursor_invalid'],
});
