import * as z from 'zod';
import { declareTimer } from '../../kernel/operation/declaration.ts';

export const expireCard = declareTimer({
  operationId: 'expireCard',
  subdomain: 'cards',
  summary: 'Ends a card after its last month.',
  payload: z.strictObject({ cardId: z.string() }),
  uses: ['table', 'secrets'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: ['card.expired'],
  errors: ['concurrent_change', 'temporarily_unavailable'],
});
