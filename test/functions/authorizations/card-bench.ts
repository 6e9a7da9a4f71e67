import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { cardMessages } from '../../../functions/authorizations/card-messages.ts';
import type { CardMessageDependencies } from '../../../functions/authorizations/message-subject.ts';
import { decideAuthorization as declaration } from '../../../functions/authorizations/decide-authorization/declaration.ts';
import { decideAuthorization } from '../../../functions/authorizations/decide-authorization/operation.ts';
import { wireDeciding } from '../../../functions/authorizations/decide-authorization/wire-deciding.ts';
import { queuedDoubts } from '../../../functions/authorizations/infrastructure/queued-doubts.ts';
import type { NetworkAnswer } from '../../../functions/authorizations/network-answer.ts';
import type { CardMessage } from '../../../functions/authorizations/ports/card-messages.ts';
import type { TenantDecision } from '../../../functions/authorizations/ports/tenant-decision.ts';
import { wireMessages } from '../../../functions/authorizations/wire-messages.ts';
import type { Balance } from '../../../functions/balances/domain/balance.ts';
import { openBalance } from '../../../functions/balances/domain/balance.ts';
import type { SpendCard } from '../../../functions/balances/domain/spend-card.ts';
import { dynamoBalanceStore } from '../../../functions/balances/infrastructure/dynamo-balance-store.ts';
import { spendCardWrites } from '../../../functions/balances/infrastructure/dynamo-spend-cards.ts';
import type { Card } from '../../../functions/cards/domain/card.ts';
import { dynamoCardStore } from '../../../functions/cards/infrastructure/dynamo-card-store.ts';
import { sign } from '../../../functions/kernel/crypto/hmac.ts';
import type { Currency } from '../../../functions/kernel/money/currency.ts';
import { money } from '../../../functions/kernel/money/money.ts';
import { signedBytes } from '../../../functions/kernel/operation/signed-message.ts';
import { urlOperation } from '../../../functions/kernel/operation/url-operation.ts';
import { systemContext } from '../../../functions/kernel/operation/system-context.ts';
import { pager } from '../../../functions/kernel/persistence/page.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { toTimestamp } from '../../../functions/kernel/time/clock.ts';
import type { Pacer } from '../../../functions/kernel/time/pacer.ts';
import { systemPacer } from '../../../functions/kernel/time/pacer.ts';
import { storeCustomer } from '../../support/stored-customer.ts';
import type { TestPlatform } from '../../support/test-platform.ts';

const indianMerchant = { name: 'Chai Point', mcc: '5814', country: 'IN' };

/** A card with money behind it, of one tenant. */
export interface CardWorld {
  readonly tenant: TenantContext;
  readonly balanceId: string;
  readonly cardId: string;
  readonly externalId: string;
  readonly currency: Currency;
}

export interface CardTraits {
  readonly available?: bigint;
  readonly currency?: Currency;
  readonly level?: 'minimum' | 'full';
  readonly status?: SpendCard['status'];
  readonly expiryYear?: number;
  readonly channels?: SpendCard['channels'];
  readonly rules?: SpendCard['rules'];
  readonly state?: Balance['state'];
}

const storeCard = async (
  platform: TestPlatform,
  world: CardWorld & { readonly customerId: string },
  traits: CardTraits,
): Promise<void> => {
  const { tenant, balanceId, cardId, externalId, customerId } = world;
  const card: Card = {
    cardId,
    customerId,
    balanceId,
    type: 'virtual',
    network: 'visa',
    requestedStatus: 'active',
    issuerStatus: 'active',
    issuerStatusAt: platform.clock.now(),
    status: 'active',
    locks: [],
    externalId,
    displayName: 'ASHA RAO',
    firstSix: '400000',
    lastFour: '0002',
    expiryMonth: 12,
    expiryYear: traits.expiryYear ?? 2031,
    fingerprint: 'fingerprint',
    threeDsEnabled: true,
    createdAt: platform.clock.now(),
    sequence: 1,
  };
  const cards = dynamoCardStore(platform.table, pager(platform.secrets));
  const { expiryMonth, expiryYear } = card;
  const placed = { cardId, expiryMonth, expiryYear, status: traits.status ?? 'active' } as const;
  const writes = [...cards.create(tenant, card), spendCardWrites.place(tenant, balanceId, placed)];
  await platform.table.transact(
    writes.map(({ write }) => write),
    randomUUID(),
  );
};

/** Stores a customer with a balance and a card, as issuance leaves them. */
export const cardWorld = async (
  platform: TestPlatform,
  tenant: TenantContext,
  traits: CardTraits = {},
): Promise<CardWorld> => {
  const { available = 100_00n, currency = 'INR', level = 'full', channels, rules, state } = traits;
  const { customerId } = await storeCustomer(platform, tenant, { level });
  const balanceId = platform.ids.next('bal', tenant);
  const cardId = platform.ids.next('crd', tenant);
  const externalId = `pi_${randomUUID().slice(0, 13)}`;
  const account = { externalId: `acc_${balanceId}`, number: '1' };
  const opened = openBalance({ balanceId, customerId, currency, account, level }, platform.clock.now());
  const balances = dynamoBalanceStore(platform.table, pager(platform.secrets));
  await platform.table.transact(
    balances.create(tenant, { ...opened, posted: available }).map(({ write }) => write),
    randomUUID(),
  );
  const world = { tenant, balanceId, cardId, externalId, currency };
  await storeCard(platform, { ...world, customerId }, traits);
  if (channels !== undefined || rules !== undefined) {
    const change = {
      cardId,
      ...(channels === undefined ? {} : { channels }),
      ...(rules === undefined ? {} : { rules }),
    };
    await platform.table.transact([spendCardWrites.change(tenant, balanceId, change).write], randomUUID());
  }
  if (state !== undefined && state !== 'active') {
    const balance = await balances.find(tenant, balanceId);
    if (balance === undefined) throw new Error('the balance is gone');
    const item = await platform.table.get({ pk: balances.partition(tenant, balanceId), sk: 'BALANCE' });
    await platform.table.transact([{ kind: 'put', item: { ...item, state } }], randomUUID());
  }
  return world;
};

/** One more card on the balance of another. */
export const addCard = async (
  platform: TestPlatform,
  world: CardWorld,
  traits: CardTraits = {},
): Promise<CardWorld> => {
  const { tenant } = world;
  const cardId = platform.ids.next('crd', tenant);
  const added = { ...world, cardId, externalId: `pi_${randomUUID().slice(0, 13)}` };
  await storeCard(platform, { ...added, customerId: platform.ids.next('cus', tenant) }, traits);
  return added;
};

/** What a balance has: available, held. */
export const moneyOf = async (
  platform: TestPlatform,
  { tenant, balanceId }: CardWorld,
): Promise<{ readonly available: bigint; readonly held: bigint }> => {
  const balance = await dynamoBalanceStore(platform.table, pager(platform.secrets)).find(tenant, balanceId);
  if (balance === undefined) throw new Error('the balance is gone');
  return { available: balance.posted - balance.held, held: balance.held };
};

/** Overrides of the wire message of a request. */
export type RequestChange = Readonly<Record<string, unknown>>;

const never: TenantDecision = {
  ask: async () => {
    throw new Error('no tenant is asked here');
  },
};

/** Every second is a hundred: what is decided in a test must not depend on how fast the machine is. */
const patient: Pacer = {
  ...systemPacer,
  elapsed: () => systemPacer.elapsed() / 100,
  within: (milliseconds, work) => systemPacer.within(milliseconds * 100, work),
};

/** The issuer at the platform's door: signed requests, and the messages that come later. */
export const issuer = (
  platform: TestPlatform,
  { tenantDecision = never, pacer = patient }: { tenantDecision?: TenantDecision; pacer?: Pacer } = {},
) => {
  const { queues, secrets, clock, meter } = platform;
  const deps = {
    ...wireDeciding(platform, { tenantDecision, pacer }),
    doubts: queuedDoubts(queues),
    secrets,
    clock,
    meter,
  };
  const handler = urlOperation(declaration, platform, decideAuthorization(deps));
  const name = (id = `net_${randomUUID()}`) => ({ id, transmittedAt: toTimestamp(platform.clock.now()) });

  const post = async (
    body: string,
    headers: Readonly<Record<string, string>> = {},
    requestId: string = randomUUID(),
  ) => {
    const [secret] = await secrets.values('issuer-webhook-signing');
    const eventId = randomUUID();
    const timestamp = String(Math.floor(clock.now().epochMilliseconds / 1000));
    const signature = `v1=${sign(secret, signedBytes(timestamp, eventId, Buffer.from(body)))}`;
    // Only what the chain reads of the event.
    const event = {
      headers: { 'x-signature': signature, 'x-timestamp': timestamp, 'x-event-id': eventId, ...headers },
      rawPath: '/authorizations',
      body,
      isBase64Encoded: false,
      requestContext: { requestId, http: { method: 'POST' } },
    } as unknown as APIGatewayProxyEventV2;
    // The chain reads nothing of it.
    const result = await handler(event, {} as Context);
    return {
      status: result.statusCode,
      body: JSON.parse(result.body ?? '{}') as NetworkAnswer & { code?: string },
      requestId,
    };
  };

  const messageFor = (world: CardWorld, amount: number, change: RequestChange = {}) => ({
    type: 'authorization',
    message: name(),
    card: world.externalId,
    amount: { amount, currency: world.currency },
    merchant: indianMerchant,
    channel: 'pos',
    occurredAt: toTimestamp(clock.now()),
    ...change,
  });

  const messages = (change: Partial<CardMessageDependencies> = {}) =>
    cardMessages({ ...wireMessages(platform), ...change });

  return {
    name,
    post,
    messageFor,
    /** Sends one request; the answer's body and what was sent. */
    request: async (world: CardWorld, amount: number, change: RequestChange = {}) => {
      const message = messageFor(world, amount, change);
      const { status, body, requestId } = await post(JSON.stringify(message));
      return { status, ...body, sent: message, requestId };
    },
    /** Applies a message that came later, as the ingress worker does. */
    tell: async (world: CardWorld, message: Partial<CardMessage> & Pick<CardMessage, 'kind'>) => {
      const context = await systemContext(platform, { tenant: world.tenant, operation: 'test', requestId: 'req_test' });
      const transmittedAt = clock.now().round('millisecond');
      const whole = {
        message: { id: `net_${randomUUID()}`, transmittedAt },
        original: undefined,
        merchant: indianMerchant,
        occurredAt: clock.now(),
        ...message,
      };
      // Each caller gives what its kind needs.
      return messages().apply(context, world.cardId, whole as CardMessage);
    },
    messages,
  };
};

/** The network's name of a request that was sent. */
export const nameOf = (
  platform: TestPlatform,
  sent: { readonly message: { readonly id: string; readonly transmittedAt: string } },
) => ({ id: sent.message.id, transmittedAt: platform.clock.now().round('millisecond') });

export const inr = (minor: number) => money(BigInt(minor), 'INR');
