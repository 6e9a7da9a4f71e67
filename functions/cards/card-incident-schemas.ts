import * as z from 'zod';
import { timestamp } from '../kernel/http/schemas.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import type { Card } from './domain/card.ts';
import { cardStatuses } from './domain/card.ts';
import type { CardIncident } from './domain/card-incident.ts';
import { cardIncidentTypes } from './domain/card-incident.ts';

/** An incident, and what was done about it at once. */
export const cardIncidentAnswer = z
  .object({
    incidentId: z.string(),
    cardId: z.string(),
    type: z.enum(cardIncidentTypes),
    note: z.string().optional(),
    status: z.literal('declared'),
    declaredAt: timestamp,
    cardStatus: z.enum(cardStatuses),
    /** Whether `replaceCard` is open to this card: it has no replacement and none on the way. */
    replacementOffered: z.boolean(),
    /** The review of the balance that a theft asks for. */
    balanceReviewId: z.string().optional(),
  })
  .meta({ id: 'CardIncident' });

export const presentCardIncident = (
  { incidentId, cardId, type, note, declaredAt, balanceReviewId }: CardIncident,
  card: Pick<Card, 'status' | 'replacedBy' | 'replacement'>,
): z.input<typeof cardIncidentAnswer> => ({
  ...{ incidentId, cardId, type, note },
  status: 'declared',
  declaredAt: toTimestamp(declaredAt),
  cardStatus: card.status,
  replacementOffered: card.replacedBy === undefined && card.replacement === undefined,
  balanceReviewId,
});
