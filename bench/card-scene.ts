import { createHmac, randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import * as z from 'zod';
import { dynamoCardStore } from '../functions/cards/infrastructure/dynamo-card-store.ts';
import { tagOf } from '../functions/kernel/ids/ids.ts';
import { pager } from '../functions/kernel/persistence/page.ts';
import type { Table } from '../functions/kernel/persistence/table.ts';
import type { TenantContext } from '../functions/kernel/tenancy/tenant-context.ts';
import { tenantContext } from '../functions/kernel/tenancy/tenant-context.ts';
import { systemClock, toTimestamp } from '../functions/kernel/time/clock.ts';
import { createDemoTenant } from '../local/demo-tenant.ts';
import { apiClient } from '../local/demo/api-client.ts';
import { startPlatform } from '../local/start.ts';
import { fillPurse, person } from './money-scene.ts';

/** A card with money behind it, of a tenant of its own. */
export interface CardScene {
  readonly tenant: TenantContext;
  readonly customerId: string;
  readonly cardId: string;
  readonly balanceId: string;
}

const anything = z.looseObject({});
const issuing = z.looseObject({ issuanceId: z.string() });
const issued = z.looseObject({ cardId: z.string() });

const inr = (amount: number) => ({ amount, currency: 'INR' });

/** Sets the scene over HTTP on the whole platform, which then stops: what is measured later is alone. */
export const setCardScene = async (tableEndpoint: string): Promise<CardScene> => {
  const platform = await startPlatform({ tableEndpoint });
  try {
    const operator = apiClient(platform.baseUrl, { authorization: `Bearer ${platform.operatorToken}` });
    const { tenantId, apiKey } = await createDemoTenant(operator);
    const api = apiClient(platform.baseUrl, { 'x-api-key': apiKey });
    await fillPurse(operator, tenantId);
    const { customerId, balanceId } = await person(platform, api, '+919800000021');
    const load = { amount: inr(15_000_000), source: { type: 'program' } };
    await api.call({ method: 'POST', path: `/secure/balances/${balanceId}/loads`, body: load }, anything);
    const order = { method: 'POST', path: `/secure/customers/${customerId}/cards/async`, body: { balanceId } } as const;
    const { issuanceId } = await api.call(order, issuing);
    await platform.idle();
    const { cardId } = await api.call({ method: 'GET', path: `/secure/issuances/${issuanceId}` }, issued);
    const tenant = tenantContext({ tenantId, tag: tagOf(balanceId) ?? '', sandbox: true });
    return { tenant, customerId, cardId, balanceId };
  } finally {
    await platform.stop();
  }
};

/** The one secret of the benchmark. */
export const benchSecret = 'a secret of the benchmark, which nothing else knows';

export const benchSecrets = { values: async (): Promise<[string]> => [benchSecret] };

/** The issuer's id of the scene's card. */
export const externalIdOf = async (table: Table, { tenant, cardId }: CardScene): Promise<string> => {
  const card = await dynamoCardStore(table, pager(benchSecrets)).find(tenant, cardId);
  if (card === undefined) throw new Error('the card of the scene is gone');
  return card.externalId;
};

const now = (): string => toTimestamp(systemClock.now());

/** A message of the card network, as the issuer sends it. */
export interface CardRequest {
  readonly type: 'authorization';
  readonly message: { readonly id: string; readonly transmittedAt: string };
  readonly card: string;
  readonly amount: { readonly amount: number; readonly currency: string };
  readonly merchant: { readonly name: string; readonly mcc: string; readonly country: string };
  readonly channel: 'pos';
  readonly occurredAt: string;
}

/** A new request over an amount. */
export const cardRequest = (card: string, amount: number): CardRequest => ({
  type: 'authorization',
  message: { id: randomUUID(), transmittedAt: now() },
  card,
  amount: inr(amount),
  merchant: { name: 'Chai Point Koramangala', mcc: '5814', country: 'IN' },
  channel: 'pos',
  occurredAt: now(),
});

type Handler = (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

const outcome = z.looseObject({ decision: z.enum(['approved', 'declined']), responseCode: z.string() });

/** Sends a signed request to the function, as the issuer would. */
export const decideBy = async (
  handler: Handler,
  request: CardRequest,
): Promise<{ readonly decision: string; readonly responseCode: string }> => {
  const body = JSON.stringify(request);
  const timestamp = String(Math.floor(systemClock.now().epochMilliseconds / 1_000));
  const eventId = randomUUID();
  const signature = createHmac('sha256', benchSecret).update(`${timestamp}.${eventId}.${body}`).digest('hex');
  const headers = { 'x-signature': `v1=${signature}`, 'x-timestamp': timestamp, 'x-event-id': eventId };
  const requestContext = { requestId: eventId, http: { method: 'POST' } };
  // The chain reads no other member of the event, and nothing of Lambda's context.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  const event = {
    headers,
    body,
    rawPath: '/authorizations',
    isBase64Encoded: false,
    requestContext,
  } as unknown as APIGatewayProxyEventV2;
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- nothing of it is read
  const answer = await handler(event, {} as Context);
  return outcome.parse(JSON.parse(answer.body ?? '{}'));
};
