import * as z from 'zod';
import { defineItem } from '../../kernel/persistence/item.ts';

export const cardReplacementItem = defineItem({
  name: 'card_replacement',
  subdomain: 'cards',
  summary: 'Whose place a card takes that is on order.',
  keys: { pk: 'T#<tenantId>#CARD#<cardId>', sk: 'REPLACES' },
  schema: z.object({ cardId: z.string(), replaces: z.string(), sameNumber: z.boolean() }),
});
