import type { Temporal } from 'temporal-polyfill';
import type * as z from 'zod';
import { wire as wireAwait } from '../../../functions/cards/await-delivery/handler.ts';
import { wire as wireCheck } from '../../../functions/cards/check-card-order/handler.ts';
import { wire as wireCheckDelivery } from '../../../functions/cards/check-delivery/handler.ts';
import { convertToPhysical } from '../../../functions/cards/convert-to-physical/declaration.ts';
import { wire as wireConvert } from '../../../functions/cards/convert-to-physical/handler.ts';
import { deliveryAnswer } from '../../../functions/cards/delivery-schemas.ts';
import type { CardOrder } from '../../../functions/cards/domain/card-order.ts';
import { wire as wireFail } from '../../../functions/cards/fail-card-order/handler.ts';
import { getDelivery } from '../../../functions/cards/get-delivery/declaration.ts';
import { wire as wireDelivery } from '../../../functions/cards/get-delivery/handler.ts';
import { dynamoCardOrderStore } from '../../../functions/cards/infrastructure/dynamo-card-order-store.ts';
import { wire as wireLink } from '../../../functions/cards/link-card/handler.ts';
import { orderPhysicalCard } from '../../../functions/cards/order-physical-card/declaration.ts';
import { wire as wireOrder } from '../../../functions/cards/order-physical-card/handler.ts';
import { wire as wirePlace } from '../../../functions/cards/place-card-order/handler.ts';
import { wire as wireResume } from '../../../functions/cards/resume-card-order/handler.ts';
import { toEpochSeconds } from '../../../functions/kernel/time/clock.ts';
import { clockItem, clockKey } from '../../../functions/kernel/time/tenant-clock.ts';
import { process } from '../ingress/given-issuer-events.ts';
import { simulateDelivery } from '../../../functions/sandbox/simulate-delivery/declaration.ts';
import { wire as wirePlay } from '../../../functions/sandbox/simulate-delivery/handler.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { call } from '../../support/http-call.ts';
import { deliver, noContext } from '../../support/trigger.ts';
import type { ReceivedWebhook } from '../../support/twin-server.ts';
import { eventOf } from '../issuance/given-issuances.ts';
import type { CardWorld } from './given-cards.ts';
import { encrypted, givenCard, givenHolder } from './given-cards.ts';

export const deliveryAddress = {
  line1: '14 Residency Road',
  city: 'Bengaluru',
  state: 'Karnataka',
  postalCode: '560025',
  country: 'IN',
} as const;

type Delivery = z.output<typeof deliveryAnswer>;

/** Which order, as the workflow's tasks get it. */
export interface OrderIds {
  readonly cardId: string;
  readonly orderId: string;
}

/** A physical card ordered through its operation. */
export const givenOrder = async (
  world: CardWorld,
  tenant = world.tenant,
): Promise<OrderIds & { readonly customerId: string; readonly balanceId: string }> => {
  const { customerId, balanceId } = await givenHolder(world, { tenant });
  const { status, body } = await call(wireOrder(world.platform), orderPhysicalCard, {
    as: { tenant },
    params: { customerId },
    ...(await encrypted(world, { balanceId, deliveryAddress })),
  });
  if (status !== 202) throw new Error(`nothing was ordered: ${JSON.stringify(body)}`);
  const { cardId, orderId } = (await world.caller.open(body)) as OrderIds;
  return { cardId, orderId, customerId, balanceId };
};

/** A plastic ordered for a virtual card that works already. */
export const givenConversion = async (world: CardWorld) => {
  const holder = await givenHolder(world);
  const { cardId } = await givenCard(world, holder);
  const { status, body } = await call(wireConvert(world.platform), convertToPhysical, {
    as: { tenant: world.tenant },
    params: { cardId },
    ...(await encrypted(world, { deliveryAddress })),
  });
  if (status !== 202) throw new Error(`nothing was ordered: ${JSON.stringify(body)}`);
  const { orderId } = (await world.caller.open(body)) as OrderIds;
  return { cardId, orderId, ...holder };
};

/** The workflow's tasks as the state machine calls them, on one platform. */
export const orderTasks = (world: CardWorld, platform: TestPlatform = world.platform) => {
  const ids = ({ cardId, orderId }: OrderIds) => ({ tenantId: world.tenant.tenantId, cardId, orderId });
  return {
    place: (order: OrderIds, taskToken = `token of ${order.orderId}`) =>
      wirePlace(platform)({ ...ids(order), taskToken }, noContext),
    link: (order: OrderIds) => wireLink(platform)(ids(order), noContext),
    wait: (order: OrderIds, taskToken = `delivery token of ${order.orderId}`) =>
      wireAwait(platform)({ ...ids(order), taskToken }, noContext),
    fail: (order: OrderIds, error: string) =>
      wireFail(platform)({ ...ids(order), failure: { Error: error, Cause: 'a cause' } }, noContext),
    checkDelivery: ({ cardId, orderId }: OrderIds) =>
      wireCheckDelivery(platform)({ tenantId: world.tenant.tenantId, payload: { cardId, orderId } }, noContext),
    check: ({ cardId, orderId }: OrderIds) =>
      wireCheck(platform)({ tenantId: world.tenant.tenantId, payload: { cardId, orderId } }, noContext),
  };
};

export const storedOrder = async ({ platform, tenant }: CardWorld, cardId: string): Promise<CardOrder> => {
  const order = await dynamoCardOrderStore(platform.table).find(tenant, cardId);
  if (order === undefined) throw new Error(`no order of ${cardId} is stored`);
  return order;
};

/** Sets the tenant's clock to some time after the order was placed. */
export const setClock = async ({ platform, tenant }: CardWorld, since: Temporal.Instant, hours: number) => {
  const offsetSeconds = toEpochSeconds(since) + hours * 3_600 - toEpochSeconds(platform.clock.now());
  await platform.table.write({ kind: 'put', item: clockItem.encode(clockKey(tenant), { offsetSeconds }) });
};

/** What the twin has told of an order, in the order of telling. */
export const toldOf = ({ twin }: CardWorld, orderId: string): readonly ReceivedWebhook[] =>
  twin.received.filter(({ body }) => body.reference === orderId);

/** Hands a webhook of the twin to the platform, as its queue would. @returns whether it was handled */
export const take = ({ platform }: CardWorld, { headers, body }: ReceivedWebhook): Promise<boolean> =>
  process(platform, { eventId: headers['x-event-id'] ?? '', ...body });

/** Has the twin play something, without handing it over. */
export const play = (world: CardWorld, cardId: string, body: Readonly<Record<string, unknown>>) =>
  call(wirePlay(world.platform), simulateDelivery, { as: { tenant: world.tenant }, params: { cardId }, body });

/** Has the twin play something and hands all that it told of the order over. */
export const happens = async (
  world: CardWorld,
  order: OrderIds,
  told: string | Readonly<Record<string, unknown>>,
): Promise<void> => {
  const wished = typeof told === 'string' ? { status: told } : told;
  const { status: answered, body } = await play(world, order.cardId, wished);
  if (answered !== 201) throw new Error(`nothing was played: ${JSON.stringify(body)}`);
  for (const webhook of toldOf(world, order.orderId)) await take(world, webhook);
};

/** A linked physical card, by all steps of its workflow. */
export const givenLinked = async (world: CardWorld) => {
  const order = await givenOrder(world);
  await orderTasks(world).place(order);
  await happens(world, order, 'produced');
  await orderTasks(world).link(order);
  return order;
};

export const deliveryOf = async ({ platform, tenant }: CardWorld, cardId: string): Promise<Delivery> =>
  deliveryAnswer.parse((await call(wireDelivery(platform), getDelivery, { as: { tenant }, params: { cardId } })).body);

/** Delivers an event of an order to `resumeCardOrder`. @returns whether it was handled */
export const resumeOrder = (world: CardWorld, type: string, { cardId, orderId }: OrderIds): Promise<boolean> => {
  const event = eventOf(world, type, { type: 'card_order', id: orderId });
  return deliver(wireResume(world.platform), { ...event, detail: { ...event.detail, data: { cardId } } });
};

/** How the token was answered, each time somebody did. */
export const answersTo = ({ platform }: CardWorld, token: string) =>
  platform.sent.answeredTokens.filter((answer) => answer.token === token).map(({ outcome, error }) => error ?? outcome);

/** The twin's plastics of an order. */
export const plasticsOf = async ({ twin }: CardWorld, orderId: string) =>
  (await twin.platform.items('twin_plastic')).filter((item) => item['reference'] === orderId);
