import { randomUUID } from 'node:crypto';
import { spendCardWrites } from '../../../functions/balances/infrastructure/dynamo-spend-cards.ts';
import { dynamoBalanceStore } from '../../../functions/balances/infrastructure/dynamo-balance-store.ts';
import { wire as wireHear } from '../../../functions/card-mandates/hear-of-card-mandate-notice/handler.ts';
import { dynamoCardMandates } from '../../../functions/card-mandates/infrastructure/dynamo-card-mandate-store.ts';
import { dynamoCardStore } from '../../../functions/cards/infrastructure/dynamo-card-store.ts';
import { pager } from '../../../functions/kernel/persistence/page.ts';
import { timerItem } from '../../../functions/kernel/timers/timer-item.ts';
import { tenantKey } from '../../../functions/kernel/persistence/keys.ts';
import { toTimestamp } from '../../../functions/kernel/time/clock.ts';
import { simulateThirdPartyDebit } from '../../../functions/sandbox/simulate-third-party-debit/declaration.ts';
import { wire as wireDebit } from '../../../functions/sandbox/simulate-third-party-debit/handler.ts';
import { simulateThirdPartyMandate } from '../../../functions/sandbox/simulate-third-party-mandate/declaration.ts';
import { wire as wireMandate } from '../../../functions/sandbox/simulate-third-party-mandate/handler.ts';
import { wire as wireSubmit } from '../../../functions/sandbox/submit-third-party-debit/handler.ts';
import type { TestRequest } from '../../support/http-call.ts';
import { call } from '../../support/http-call.ts';
import { deliver, noContext } from '../../support/trigger.ts';
import { issuer } from '../authorizations/card-bench.ts';
import { inr, shop, startNetworkWorld } from './given-network.ts';

type More = Partial<Omit<TestRequest, 'body'>>;

/** Third parties at the twin, and the platform's own decisions behind the card network's door. */
export const startThirdPartyWorld = async () => {
  const world = await startNetworkWorld();
  const { platform, tenant, twin } = world;
  const door = issuer(platform);
  const mandates = dynamoCardMandates(platform.table);
  const cards = dynamoCardStore(platform.table, pager(platform.secrets));
  /** The platform itself answers the card network. */
  const decide = (): void => {
    twin.network.answer = async ({ rawBody }) => {
      const { status, body } = await door.post(rawBody);
      return status === 200 ? { ...body } : (status ?? 500);
    };
  };
  decide();

  /** A card with 1,000 rupees that is switched on online. */
  const card = async (): Promise<string> => {
    const cardId = await world.card();
    const found = await cards.find(tenant, cardId);
    if (found === undefined) throw new Error('the card is gone');
    const { balanceId } = found;
    const balances = dynamoBalanceStore(platform.table, pager(platform.secrets));
    const key = { pk: balances.partition(tenant, balanceId), sk: 'BALANCE' };
    const item = await platform.table.get(key);
    await platform.table.transact(
      [{ kind: 'put', item: { ...item, ...key, available: 1_000_00n, posted: 1_000_00n } }],
      randomUUID(),
    );
    const { write } = spendCardWrites.change(tenant, balanceId, { cardId, status: 'active', channels: ['ecom'] });
    await platform.table.transact([write], randomUUID());
    return cardId;
  };

  const terms = {
    merchant: shop,
    maxAmount: inr(500_00),
    frequency: 'as_presented',
    validUntil: '2027-11-21T00:00:00Z',
  };

  const register = (cardId: string, body: Readonly<Record<string, unknown>> = {}, more: More = {}) =>
    call(wireMandate(platform), simulateThirdPartyMandate, {
      ...{ as: { tenant }, params: { cardId }, body: { ...terms, ...body } },
      ...more,
    });

  const stored = async (mandateId: string) => {
    const mandate = await mandates.find(tenant, mandateId);
    if (mandate === undefined) throw new Error('the mandate is gone');
    return mandate;
  };

  return {
    ...world,
    decide,
    terms,
    fundedCard: card,
    register,
    stored,
    registered: async (body: Readonly<Record<string, unknown>> = {}): Promise<string> => {
      const answer = await register(await card(), body);
      if (answer.body.mandateId === null) throw new Error(`nothing was registered: ${JSON.stringify(answer.body)}`);
      return String(answer.body.mandateId);
    },
    debit: (mandateId: string, body: Readonly<Record<string, unknown>> = {}, more: More = {}) =>
      call(wireDebit(platform), simulateThirdPartyDebit, {
        ...{ as: { tenant }, params: { mandateId }, body: { amount: inr(99_00), ...body } },
        ...more,
      }),
    /** The notice of a debit is delivered now. */
    noticed: async (debitId: string) => {
      const mandate = await dynamoCardMandates(platform.table).find(tenant, debitId);
      const noticeId = mandate?.debits.find((debit) => debit.debitId === debitId)?.noticeId;
      return deliver(wireHear(platform), {
        detail: {
          ...{ id: platform.ids.next('evt', tenant), type: 'notification.delivered', tenantId: tenant.tenantId },
          ...{ sequence: 3, createdAt: toTimestamp(platform.clock.now()) },
          resource: { type: 'notification', id: noticeId },
          data: { template: 'pre_debit', reference: debitId, deliveredAt: toTimestamp(platform.clock.now()) },
        },
      });
    },
    /** Timers of the debit, by their time. */
    timersOf: async (debitId: string) => {
      const pk = tenantKey(tenant, 'TIMERS');
      const { items } = await platform.table.query({ index: 'gsi1', pk, limit: 100 });
      return items.map((item) => timerItem.decode(item)).filter(({ key }) => key.startsWith(debitId));
    },
    submit: (payload: Readonly<Record<string, unknown>>) =>
      wireSubmit(platform)({ tenantId: tenant.tenantId, payload }, noContext),
    /** Moves both clocks: the platform's and the twin's. */
    advance: (duration: Parameters<typeof platform.clock.advance>[0]): void => {
      platform.clock.advance(duration);
      twin.platform.clock.advance(duration);
    },
  };
};

export type ThirdPartyWorld = Awaited<ReturnType<typeof startThirdPartyWorld>>;
