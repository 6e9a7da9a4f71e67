import { recordItem } from '../kernel/events/record-item.ts';
import { withPrefix } from '../kernel/ids/ids.ts';
import type { Item } from '../kernel/persistence/table.ts';
import { decidedFacts } from './decision-schemas.ts';
import type { Reason } from './domain/reasons.ts';
import { codesOf } from './domain/reasons.ts';

/** What the card network hears. */
export interface NetworkAnswer {
  readonly decision: 'approved' | 'declined';
  readonly actionCode: string;
  readonly responseCode: string;
  /** Minor units of the billing currency. */
  readonly approvedAmount: number;
  readonly authorizationId?: string;
  readonly decisionId?: string;
  /** Of a message about a mandate. */
  readonly mandateId?: string;
  readonly debitId?: string;
  /** Balance inquiry: minor units. */
  readonly available?: number;
}

export const answerFor = (
  reason: Reason,
  ids: {
    readonly authorizationId: string;
    readonly eventId: string;
    readonly approved: bigint;
    readonly actionCode?: string | undefined;
    readonly mandate?: { readonly mandateId: string; readonly debitId?: string } | undefined;
  },
): NetworkAnswer => ({
  authorizationId: ids.authorizationId,
  decisionId: withPrefix(ids.eventId, 'dcs'),
  decision: ids.approved > 0n ? 'approved' : 'declined',
  ...codesOf(reason, ids.actionCode),
  approvedAmount: Number(ids.approved),
  ...ids.mandate,
});

/** An answer for a request about which nothing can be kept: nobody owns the card. */
export const unrecorded = (reason: Reason, actionCode?: string): NetworkAnswer => ({
  decision: 'declined',
  ...codesOf(reason, actionCode),
  approvedAmount: 0,
});

/** The first answer to a message, from its record: duplicates are answered with it (I3). */
export const firstAnswer = (stored: Item): NetworkAnswer => {
  const { data, eventId, resourceId } = recordItem.decode(stored);
  const decided = decidedFacts.parse(JSON.parse(data));
  const { reason, actionCode, approvedAmount = 0, authorizationId = resourceId, mandateId, debitId } = decided;
  const named = mandateId === undefined ? undefined : { mandateId, ...(debitId === undefined ? {} : { debitId }) };
  return answerFor(reason, { authorizationId, eventId, approved: BigInt(approvedAmount), actionCode, mandate: named });
};
