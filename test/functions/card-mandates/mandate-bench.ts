import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { Temporal } from 'temporal-polyfill';
import { listOwnCardMandates } from '../../../functions/card-mandates/list-own-card-mandates/declaration.ts';
import { wire as wireListOwn } from '../../../functions/card-mandates/list-own-card-mandates/handler.ts';
import { wire as wireHear } from '../../../functions/card-mandates/hear-of-card-mandate-notice/handler.ts';
import { dynamoCardMandateStore } from '../../../functions/card-mandates/infrastructure/dynamo-card-mandate-store.ts';
import { skipCardMandateDebit } from '../../../functions/card-mandates/skip-card-mandate-debit/declaration.ts';
import { wire as wireSkip } from '../../../functions/card-mandates/skip-card-mandate-debit/handler.ts';
import { withdrawCardMandate } from '../../../functions/card-mandates/withdraw-card-mandate/declaration.ts';
import { wire as wireWithdraw } from '../../../functions/card-mandates/withdraw-card-mandate/handler.ts';
import { wire as wireTell } from '../../../functions/card-mandates/tell-card-mandate/handler.ts';
import { recordItem } from '../../../functions/kernel/events/record-item.ts';
import { businessId } from '../../../functions/kernel/ids/ids.ts';
import { tenantKey } from '../../../functions/kernel/persistence/keys.ts';
import { pager } from '../../../functions/kernel/persistence/page.ts';
import { toTimestamp } from '../../../functions/kernel/time/clock.ts';
import { dynamoNotificationStore } from '../../../functions/notifications/infrastructure/dynamo-notification-store.ts';
import type { TestRequest } from '../../support/http-call.ts';
import { call } from '../../support/http-call.ts';
import { deliver } from '../../support/trigger.ts';
import type { CardTraits, CardWorld, RequestChange } from '../authorizations/card-bench.ts';
import { startMessageBench } from '../authorizations/message-bench.ts';

export const streamer = { name: 'Streamer', mcc: '5815', country: 'IN' };

/** Payees by what their trade alone may claim. */
const payees: Readonly<Record<string, typeof streamer>> = {
  insurance: { name: 'Insurer', mcc: '6300', country: 'IN' },
  mutual_fund: { name: 'Funds', mcc: '6211', country: 'IN' },
  credit_card_bill: { name: 'Card Bills', mcc: '6012', country: 'IN' },
  FASTAG_AUTOLOAD: { name: 'Toll Tags', mcc: '4784', country: 'IN' },
  NCMC_AUTOLOAD: { name: 'Metro', mcc: '4111', country: 'IN' },
};

/** Somebody who may register a mandate on these terms. */
export const payeeOf = ({ category, exemption }: RequestChange): typeof streamer =>
  payees[String(exemption ?? category)] ?? streamer;

/** A mandate as it was registered. */
export interface Registered {
  readonly world: CardWorld;
  readonly reference: string;
  readonly mandateId: string;
  /** The streamer when absent. */
  readonly merchant?: typeof streamer;
}

/** A debit that was announced under it. */
export interface Announced extends Registered {
  readonly announcement: string;
  readonly debitId: string;
  readonly amount: number;
}

/** An event of a mandate. */
interface Happened {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

type More = Partial<Omit<TestRequest, 'params'>>;

/** Third parties, the card network between them and us, and the holders of the cards. */
export const startMandateBench = async () => {
  const bench = await startMessageBench();
  const { platform, network, tenant } = bench;
  const mandates = dynamoCardMandateStore(platform.table, pager(platform.secrets));

  const terms = (change: RequestChange = {}) => ({
    act: 'register',
    reference: `nmd_${randomUUID().slice(0, 13)}`,
    amountRule: 'max',
    maxAmount: { amount: 50_000_00, currency: 'INR' },
    frequency: 'as_presented',
    category: 'standard',
    validUntil: '2027-11-21T00:00:00Z',
    channel: 'sms',
    authentication: { method: '3ds', at: toTimestamp(platform.clock.now()), reference: 'nm_1a' },
    ...change,
  });

  const register = async (world: CardWorld, change: RequestChange = {}, message: RequestChange = {}) => {
    const mandate = terms(change);
    const answer = await network.request(world, 1_00, {
      channel: 'ecom',
      merchant: payeeOf(change),
      mandate,
      ...message,
    });
    return { ...answer, reference: mandate.reference };
  };

  const registered = async (change: RequestChange = {}, traits: CardTraits = {}): Promise<Registered> => {
    const world = await bench.world({ available: 2_00_000_00n, channels: ['ecom', 'pos'], ...traits });
    const { mandateId, reference, decision } = await register(world, change);
    if (decision !== 'approved' || mandateId === undefined) throw new Error('nothing was registered');
    return { world, reference, mandateId, merchant: payeeOf(change) };
  };

  const announce = async ({ world, reference }: Registered, amount: number, change: RequestChange = {}) => {
    const message = {
      ...{ type: 'mandate_notice', message: network.name(), card: world.externalId, mandate: reference },
      amount: { amount, currency: world.currency },
      dueAt: toTimestamp(platform.clock.now().add({ hours: 25 })),
      reason: 'subscription',
      occurredAt: toTimestamp(platform.clock.now()),
      ...change,
    };
    const { status, body } = await network.post(JSON.stringify(message));
    return { status, body: body as typeof body & { readonly reason?: string }, sent: message };
  };

  const noticeOf = async (debitId: string): Promise<string> => {
    const mandate = await mandates.find(tenant, debitId);
    const debit = mandate?.debits.find((one) => one.debitId === debitId);
    return debit?.noticeId ?? platform.ids.next('ntf', tenant);
  };

  const receipt = (debitId: string, noticeId: string, { type, template }: { type: string; template: string }) => ({
    detail: {
      ...{ id: platform.ids.next('evt', tenant), type, tenantId: tenant.tenantId, sequence: 3 },
      createdAt: toTimestamp(platform.clock.now()),
      resource: { type: 'notification', id: noticeId },
      data: { template, reference: debitId, deliveredAt: toTimestamp(platform.clock.now()) },
    },
  });

  const announced = async (mandate: Registered, amount: number, change: RequestChange = {}): Promise<Announced> => {
    const { body, sent } = await announce(mandate, amount, change);
    if (body.debitId === undefined) throw new Error(`nothing was announced: ${JSON.stringify(body)}`);
    return { ...mandate, announcement: sent.message.id, debitId: body.debitId, amount };
  };

  /** What a channel says of a debit's notice: of the newest one unless another is named. */
  const hear = async (
    debitId: string,
    type = 'notification.delivered',
    { template = 'pre_debit', noticeId }: { readonly template?: string; readonly noticeId?: string } = {},
  ) => {
    const about = noticeId ?? (await noticeOf(debitId));
    return deliver(wireHear(platform), receipt(debitId, about, { type, template }));
  };

  const stored = async (mandateId: string) => {
    const mandate = await mandates.find(tenant, mandateId);
    if (mandate === undefined) throw new Error('the mandate is gone');
    return mandate;
  };

  /** Delivers an event twice. @returns the message that it ordered */
  const told = async ({ type, data }: Happened) => {
    const id = platform.ids.next('evt', tenant);
    const detail = {
      ...{ id, type, tenantId: tenant.tenantId, sequence: 1, createdAt: toTimestamp(platform.clock.now()), data },
      resource: { type: 'card_mandate', id: String(data['mandateId']) },
    };
    expect(await deliver(wireTell(platform), { detail })).toBe(true);
    expect(await deliver(wireTell(platform), { detail })).toBe(true);
    const named = { key: `card_mandate:${id}`, at: Temporal.Instant.fromEpochMilliseconds(0) };
    return dynamoNotificationStore(platform.table).find(tenant, businessId('ntf', named, tenant));
  };

  const holderOf = async (mandateId: string, installationId = 'ins_phone') => {
    const { customerId } = await stored(mandateId);
    return { customer: customerId, of: tenant, installationId } as const;
  };

  return {
    ...bench,
    mandates,
    terms,
    register,
    registered,
    announce,
    announced,
    hear,
    noticeOf,
    stored,
    told,
    holderOf,
    /** Announced, delivered, and its 24 hours over. */
    eligible: async (mandate: Registered, amount: number): Promise<Announced> => {
      const debit = await announced(mandate, amount);
      await hear(debit.debitId);
      platform.clock.advance({ hours: 24 });
      return debit;
    },
    debit: (debit: Registered & { readonly announcement?: string }, amount: number, change: RequestChange = {}) => {
      const { world, reference, announcement, merchant = streamer } = debit;
      const mandate = { act: 'debit', reference, ...(announcement === undefined ? {} : { announcement }) };
      return network.request(world, amount, { channel: 'ecom', merchant, mandate, ...change });
    },
    withdraw: async ({ mandateId }: Pick<Registered, 'mandateId'>, more: More = {}) =>
      call(wireWithdraw(platform), withdrawCardMandate, {
        as: await holderOf(mandateId),
        params: { mandateId },
        ...more,
      }),
    skip: async ({ mandateId, debitId }: Pick<Announced, 'mandateId' | 'debitId'>, more: More = {}) =>
      call(wireSkip(platform), skipCardMandateDebit, {
        as: await holderOf(mandateId),
        params: { mandateId, debitId },
        ...more,
      }),
    listOwn: async (mandateId: string, query: Readonly<Record<string, string>> = {}) =>
      call(wireListOwn(platform), listOwnCardMandates, { as: await holderOf(mandateId), query }),
    notification: (notificationId: string) => dynamoNotificationStore(platform.table).find(tenant, notificationId),
    /** What was recorded of a mandate, oldest first. */
    recordsOfMandate: async ({ world, reference }: Pick<Registered, 'world' | 'reference'>) => {
      const pk = tenantKey(tenant, 'BALANCE', world.balanceId, 'MANDATE', reference);
      const { items } = await platform.table.query({ pk, limit: 100 });
      return items
        .filter(({ item }) => item === 'record')
        .map((item) => recordItem.decode(item))
        .map(({ type, data }) => ({ type, data: JSON.parse(data) as Record<string, unknown> }));
    },
  };
};

export type MandateBench = Awaited<ReturnType<typeof startMandateBench>>;
