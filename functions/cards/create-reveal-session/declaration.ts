import * as z from 'zod';
import { noQuery, timestamp } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { revealFields } from '../domain/reveal-session.ts';

const isEachOnce = (fields: readonly string[]): boolean => new Set(fields).size === fields.length;

export const createRevealSession = declareHttp({
  operationId: 'createRevealSession',
  subdomain: 'cards',
  summary: 'Takes the proof of a device for one reveal of a card; good for a minute.',
  scope: 'tenant',
  routes: [{ surface: 'customer', method: 'POST', path: '/me/cards/{cardId}/reveal-sessions' }],
  status: 201,
  params: { cardId: 'crd' },
  query: noQuery,
  body: z.strictObject({
    assertion: z.string().min(1).max(4096),
    fields: z.array(z.enum(revealFields)).min(1).max(revealFields.length).refine(isEachOnce, 'each field once'),
  }),
  answer: z.object({ revealSessionId: z.string(), expiresAt: timestamp }).meta({ id: 'RevealSession' }),
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'secrets', 'messageKeys'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: ['reveal_session.created'],
  errors: ['card_not_found', 'invalid_state'],
});
