import { openDeliveryIncident } from '../../../functions/cards/open-delivery-incident/declaration.ts';
import { wire } from '../../../functions/cards/open-delivery-incident/handler.ts';
import type { DeliveryIncident } from '../../../functions/cards/domain/delivery-incident.ts';
import { dynamoDeliveryIncidentStore } from '../../../functions/cards/infrastructure/dynamo-delivery-incident-store.ts';
import { call } from '../../support/http-call.ts';
import type { CardWorld } from './given-cards.ts';
import { givenLinked, happens } from './given-orders.ts';

/** A plastic that is said to be delivered and never came. */
export const givenIncident = async (world: CardWorld) => {
  const order = await givenLinked(world);
  await happens(world, order, 'delivered');
  const { status, body } = await call(wire(world.platform), openDeliveryIncident, {
    as: { tenant: world.tenant },
    params: { cardId: order.cardId },
    body: { type: 'never_received', note: 'the letter box is empty' },
  });
  if (status !== 201) throw new Error(`no incident was opened: ${JSON.stringify(body)}`);
  return { ...order, incidentId: String(body.incidentId) };
};

export const storedIncident = async (
  { platform, tenant }: CardWorld,
  incidentId: string,
): Promise<DeliveryIncident> => {
  const incident = await dynamoDeliveryIncidentStore(platform.table).find(tenant, incidentId);
  if (incident === undefined) throw new Error(`no incident ${incidentId} is stored`);
  return incident;
};
