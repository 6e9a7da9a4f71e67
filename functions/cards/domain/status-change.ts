import type { RecordDraft } from '../../kernel/events/record.ts';
import type { Card } from './card.ts';
import { cardFacts, cardRecord } from './card-events.ts';
import type { IssuerReason } from './issuer-reason.ts';
import type { Actor, LockCode } from './lock-table.ts';

/** Events of a card's status; its history is made of them (AL-13). */
export const statusEvents = [
  'card.issued',
  'card.activated',
  'card.locked',
  'card.unlocked',
  'card.closed',
  'card.removed',
  'card.expired',
  'card.replaced',
  'card.issuer_status_changed',
] as const;
export type StatusEvent = (typeof statusEvents)[number];

/** Why and by whom a card's status changed. */
export interface StatusCause {
  readonly type: StatusEvent | 'card.issuer_status_confirmed';
  readonly origin: Actor;
  /** The issuer's word. */
  readonly reason?: IssuerReason | undefined;
  /** What the caller said, kept for whoever looks into it later (AL-11, AL-12); never published. */
  readonly note?: string | undefined;
  readonly lockCode?: LockCode | undefined;
}

/** The record of a change of status, here or at the issuer. */
export const statusRecord = (
  partition: string,
  { before, after }: { readonly before: Card; readonly after: Card },
  { type, origin, reason, lockCode, note }: StatusCause,
): RecordDraft => ({
  ...cardRecord(partition, after, {
    type,
    data: {
      ...cardFacts(after),
      requestedStatus: after.requestedStatus,
      issuerStatus: after.issuerStatus,
      origin,
      ...(reason === undefined ? {} : { reason }),
      ...(lockCode === undefined ? {} : { lockCode }),
    },
    previous: { status: before.status, issuerStatus: before.issuerStatus },
  }),
  ...(note === undefined ? {} : { evidence: JSON.stringify({ note }) }),
});
