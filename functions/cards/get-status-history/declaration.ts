import * as z from 'zod';
import { noQuery, timestamp } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { cardStatuses, issuerStatuses } from '../domain/card.ts';
import { issuerReasons } from '../domain/issuer-reason.ts';
import { actors, lockCodes } from '../domain/lock-table.ts';

/** One step of a card's life. */
const historyEntry = z.object({
  at: timestamp,
  from: z.enum(cardStatuses),
  to: z.enum(cardStatuses),
  reason: z.enum(issuerReasons).optional(),
  /** What was said with it; what tenant and staff said is not for the holder. */
  note: z.string().optional(),
  lockCode: z.literal(lockCodes).optional(),
  origin: z.enum(actors),
  /** Who; for the holder only which kind of caller. */
  actor: z.string(),
  issuerStatus: z.enum(issuerStatuses),
});

export const getStatusHistory = declareHttp({
  operationId: 'getStatusHistory',
  subdomain: 'cards',
  summary: "Shows a card's whole status history, oldest first, from its issuance on; of a removed card too.",
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'GET', path: '/cards/{cardId}/status-history' },
    { surface: 'customer', method: 'GET', path: '/me/cards/{cardId}/status-history' },
  ],
  status: 200,
  params: { cardId: 'crd' },
  query: noQuery,
  body: null,
  answer: z.object({ data: z.array(historyEntry) }).meta({ id: 'StatusHistory' }),
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['card_not_found'],
});
