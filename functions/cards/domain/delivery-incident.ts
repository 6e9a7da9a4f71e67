import type { Temporal } from 'temporal-polyfill';
import type { RecordDraft } from '../../kernel/events/record.ts';
import type { DeliveryStatus } from './delivery.ts';
import { deliverySettlements } from './delivery.ts';

/** What may be wrong with a delivery (domain.md 2.5). */
export const deliveryIncidentTypes = ['never_received', 'damaged_in_post', 'wrong_address'] as const;
export const deliveryResolutions = [...deliverySettlements, 'rejected'] as const;
export const deliveryIncidentStatuses = ['opened', 'investigating', 'resolved', 'rejected'] as const;

/** Something went wrong on the way, whatever the carrier says (AL-25). */
export interface DeliveryIncident {
  readonly incidentId: string;
  readonly cardId: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly type: (typeof deliveryIncidentTypes)[number];
  readonly status: (typeof deliveryIncidentStatuses)[number];
  /** What the delivery was said to be when the incident was opened. */
  readonly reportedDelivery: DeliveryStatus;
  /** Free text of people; never in an event. */
  readonly note?: string | undefined;
  readonly resolution?: (typeof deliveryResolutions)[number] | undefined;
  readonly resolutionNote?: string | undefined;
  /** The order of the plastic that is sent instead. */
  readonly newOrderId?: string | undefined;
  /** The card that takes the place of this one, where there is one already. */
  readonly replacementCardId?: string | undefined;
  readonly openedAt: Temporal.Instant;
  readonly resolvedAt?: Temporal.Instant | undefined;
  /** Counts the changes, from 1. */
  readonly sequence: number;
}

/** The incident under investigation; undefined when it is, or is over. */
export const investigate = (incident: DeliveryIncident): DeliveryIncident | undefined =>
  incident.status === 'opened' ? { ...incident, status: 'investigating', sequence: incident.sequence + 1 } : undefined;

/** The incident at its end; that it was still open is for the write to decide, so that a repeat hears the first answer. */
export const resolve = (
  incident: DeliveryIncident,
  how: Required<Pick<DeliveryIncident, 'resolution' | 'resolvedAt'>> &
    Pick<DeliveryIncident, 'resolutionNote' | 'newOrderId' | 'replacementCardId'>,
): DeliveryIncident => {
  const status = how.resolution === 'rejected' ? 'rejected' : 'resolved';
  return { ...incident, ...how, status, sequence: incident.sequence + 1 };
};

const incidentEvents: Readonly<Record<DeliveryIncident['status'], string>> = {
  opened: 'delivery_incident.opened',
  investigating: 'delivery_incident.investigated',
  resolved: 'delivery_incident.resolved',
  rejected: 'delivery_incident.rejected',
};

/** The record of an incident's new status. */
export const incidentRecord = (partition: string, incident: DeliveryIncident): RecordDraft => ({
  resource: { type: 'delivery_incident', id: incident.incidentId },
  partition,
  sequence: incident.sequence,
  type: incidentEvents[incident.status],
  data: {
    incidentId: incident.incidentId,
    cardId: incident.cardId,
    orderId: incident.orderId,
    customerId: incident.customerId,
    type: incident.type,
    status: incident.status,
    reportedDelivery: incident.reportedDelivery,
    ...(incident.resolution === undefined ? {} : { resolution: incident.resolution }),
    ...(incident.newOrderId === undefined ? {} : { newOrderId: incident.newOrderId }),
    ...(incident.replacementCardId === undefined ? {} : { replacementCardId: incident.replacementCardId }),
  },
});
