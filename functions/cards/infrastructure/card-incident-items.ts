import * as z from 'zod';
import { defineItem, instant } from '../../kernel/persistence/item.ts';
import { cardIncidentTypes } from '../domain/card-incident.ts';

export const cardIncidentItem = defineItem({
  name: 'card_incident',
  subdomain: 'cards',
  summary: 'That a card was lost, stolen or damaged; one of each type.',
  keys: { pk: 'T#<tenantId>#CARD#<cardId>', sk: 'INCIDENT#<type>' },
  schema: z.object({
    incidentId: z.string(),
    cardId: z.string(),
    customerId: z.string(),
    balanceId: z.string(),
    type: z.enum(cardIncidentTypes),
    note: z.string().optional(),
    balanceReviewId: z.string().optional(),
    declaredAt: instant,
  }),
});
