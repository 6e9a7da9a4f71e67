import * as z from 'zod';
import type { IssuerCardStatus, IssuerWord } from '../../cards/ports/issuer-status.ts';
import { issuerReasonOf } from '../../cards/ports/issuer-words.ts';
import { fromTimestamp } from '../../kernel/time/clock.ts';
import type { ProviderCall } from './client.ts';

const statuses = ['inactive', 'active', 'suspended', 'closed'] as const;

const answer = z
  .object({
    status: z.enum(statuses),
    at: z.iso.datetime(),
    reason: z.string().transform(issuerReasonOf).optional(),
  })
  .transform(({ status, at, reason }): IssuerWord => ({ issuerStatus: status, at: fromTimestamp(at), reason }));

/** Asks for a status; the status that a card has already is no change, so an unknown outcome is asked again. */
export const changeStatus = ({
  externalId,
  status,
  reason,
}: Parameters<IssuerCardStatus['changeStatus']>[1]): ProviderCall<IssuerWord> => ({
  call: 'changeStatus',
  path: '/issuer/v1/cards/status',
  body: { cardId: externalId, status, ...(reason === undefined ? {} : { reason }) },
  answer,
});

/** Asks what a card's status is. */
export const readStatus = (externalId: string): ProviderCall<IssuerWord> => ({
  call: 'readStatus',
  path: '/issuer/v1/cards/status/read',
  body: { cardId: externalId },
  answer,
});
