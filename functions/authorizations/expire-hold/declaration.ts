import { declareTimer } from '../../kernel/operation/declaration.ts';
import { expiryPayload } from '../expiry-schemas.ts';

export const expireHold = declareTimer({
  operationId: 'expireHold',
  subdomain: 'authorizations',
  summary: 'Releases what is left of a hold whose time is over.',
  payload: expiryPayload,
  uses: ['table', 'secrets'],
  access: 'write',
  secrets: ['cursor-signing', 'person-pepper'],
  emits: ['authorization.expired'],
  errors: [],
});
