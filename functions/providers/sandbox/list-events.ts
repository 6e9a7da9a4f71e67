import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { LoggedEvents } from '../../ingress/ports/issuer-event-log.ts';
import { fromTimestamp, toTimestamp } from '../../kernel/time/clock.ts';
import type { ProviderCall } from './client.ts';

const pageSize = 100;

const answer = z
  .object({
    events: z.array(
      z.object({
        eventId: z.string().regex(/^[\u0021-\u007e]{1,128}$/u),
        recordedAt: z.iso.datetime(),
        body: z.string(),
      }),
    ),
    next: z.string().min(1).optional(),
  })
  .transform(({ events, next }): LoggedEvents => ({
    events: events.map(({ eventId, recordedAt, body }) => ({
      eventId,
      recordedAt: fromTimestamp(recordedAt),
      raw: Buffer.from(body),
    })),
    next,
  }));

/** Lists a program's events (M-27); changes nothing, so an unknown outcome is asked again. */
export const listEvents = (
  provider: 'issuer' | 'kyc' | 'bank',
  since: Temporal.Instant,
  page: string | undefined,
): ProviderCall<LoggedEvents> => ({
  call: 'listEvents',
  path: `/${provider}/v1/events/list`,
  body: { since: toTimestamp(since), limit: pageSize, ...(page === undefined ? {} : { after: page }) },
  answer,
});
