import type { RecordDraft } from '../../kernel/events/record.ts';
import type { Delivery } from './delivery.ts';

/** Events about endpoints are delivered like others, but what becomes of them makes no event: it would never end. */
const isAboutEndpoints = ({ eventType }: Delivery): boolean => eventType.startsWith('webhook_endpoint.');

/** The record of a delivery whose attempts are used up; none for events that are about endpoints themselves. */
export const exhaustionRecords = (partition: string, delivery: Delivery): readonly RecordDraft[] =>
  isAboutEndpoints(delivery)
    ? []
    : [
        {
          resource: { type: 'webhook_delivery', id: delivery.deliveryId },
          partition,
          sequence: delivery.exhaustions,
          type: 'webhook_endpoint.delivery_exhausted',
          data: {
            endpointId: delivery.endpointId,
            deliveryId: delivery.deliveryId,
            eventId: delivery.eventId,
            eventType: delivery.eventType,
            attempts: delivery.tries,
          },
        },
      ];
