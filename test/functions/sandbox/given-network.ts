import { Temporal } from 'temporal-polyfill';
import { businessId } from '../../../functions/kernel/ids/ids.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { simulateAuthorization } from '../../../functions/sandbox/simulate-authorization/declaration.ts';
import { wire } from '../../../functions/sandbox/simulate-authorization/handler.ts';
import { call } from '../../support/http-call.ts';
import { givenProgram } from '../../support/programs.ts';
import type { ReceivedRequest } from '../../support/twin-server.ts';
import { givenCard, givenHolder, startCardWorld } from '../cards/given-cards.ts';

/** Money in a body. */
export const inr = (amount: unknown, currency = 'INR') => ({ amount, currency });

export const shop = { name: 'Chai Point', mcc: '5814', country: 'IN' };

/** Amounts that no route takes: not money, or of no currency that there is. */
export const badAmounts: readonly (readonly [string, unknown])[] = [
  ['zero', inr(0)],
  ['negative', inr(-1)],
  ['fractional', inr(1.5)],
  ['text', inr('100')],
  ['2^53', inr(2 ** 53)],
  ['without a currency', { amount: 100 }],
  ['in an unknown currency', inr(100, 'ZZZ')],
];

/** What the platform's own door answers in these tests; the ids are of the tenant whose card it is. */
export const approval = (tenant: TenantContext, { body: { message, amount } }: ReceivedRequest) => {
  const named = { key: message.id, at: Temporal.Instant.from(message.transmittedAt) };
  return {
    authorizationId: businessId('aut', named, tenant),
    decisionId: businessId('dcs', named, tenant),
    decision: 'approved',
    actionCode: '0000',
    responseCode: '00',
    approvedAmount: (amount as { amount: number }).amount,
  };
};

export type NetworkWorld = Awaited<ReturnType<typeof startNetworkWorld>>;

/** A tenant with cards at the twin, behind a door for the card network that a test scripts. */
export const startNetworkWorld = async () => {
  const world = await startCardWorld();
  const { twin, platform, tenant } = world;
  const approving = (of: TenantContext): void => {
    twin.network.answer = (request) => approval(of, request);
  };
  approving(tenant);

  const card = async (of: TenantContext = tenant): Promise<string> =>
    (await givenCard(world, await givenHolder(world, { tenant: of }), of)).cardId;

  const pay = (cardId: string, body: Readonly<Record<string, unknown>> = {}, of: TenantContext = tenant) =>
    call(wire(platform), simulateAuthorization, {
      as: { tenant: of },
      params: { cardId },
      body: { amount: inr(500), merchant: shop, channel: 'ecom', ...body },
    });

  return {
    ...world,
    card,
    pay,
    /** A card with an approved authorization of 500 minor units. */
    authorization: async (of: TenantContext = tenant): Promise<{ cardId: string; authorizationId: string }> => {
      approving(of);
      const cardId = await card(of);
      const { status, body } = await pay(cardId, {}, of);
      approving(tenant);
      if (status !== 201) throw new Error(`nothing was authorized: ${JSON.stringify(body)}`);
      return { cardId, authorizationId: String(body.authorizationId) };
    },
    otherTenant: async (): Promise<TenantContext> => (await givenProgram(platform)).tenant,
    unknownAuthorization: (): string => platform.ids.next('aut', tenant),
    unknownCard: (): string => platform.ids.next('crd', tenant),
    /** Messages about cards that the twin told since `forget`, but not that a card was made. */
    told: () => twin.received.map(({ body }) => body).filter(({ type }) => type !== 'card.created'),
    /** What the card network asked since `forget`. */
    asked: () => twin.network.received.map(({ body }) => body),
    forget: (): void => {
      twin.received.length = 0;
      twin.answers.length = 0;
      twin.draws.length = 0;
      twin.network.received.length = 0;
      approving(tenant);
    },
  };
};
