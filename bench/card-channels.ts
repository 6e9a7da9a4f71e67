import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { dynamoTable } from '../functions/kernel/persistence/dynamo-table.ts';
import { systemClock, toTimestamp } from '../functions/kernel/time/clock.ts';
import { createDemoTenant } from '../local/demo-tenant.ts';
import type { ApiClient } from '../local/demo/api-client.ts';
import { apiClient } from '../local/demo/api-client.ts';
import type { StepCost } from '../local/demo/costs.ts';
import { measured } from '../local/demo/costs.ts';
import { encryptedCalls } from '../local/demo/encrypted-call.ts';
import type { LocalPlatform } from '../local/platform.ts';
import { startPlatform } from '../local/start.ts';
import { countedClient } from '../local/table-client.ts';
import type { Benchmark } from './benchmark.ts';
import { controls, plainControls } from './card-rules.ts';
import type { CustomerApp } from './customer-app.ts';
import { signIn } from './customer-app.ts';
import type { Figures } from './gate.ts';
import { person } from './money-scene.ts';
import { authorizerCost, countsOf } from './step-counts.ts';

const anything = z.unknown();
const card = z.looseObject({ cardId: z.string() });
const reveal = z.looseObject({ revealSessionId: z.string() });
const shown = z.looseObject({ status: z.string() });

interface Stage {
  readonly platform: LocalPlatform;
  readonly tenant: ApiClient;
  readonly app: CustomerApp;
  readonly owner: { readonly customerId: string; readonly balanceId: string };
  /** What each surface's authorizer costs. */
  readonly authorizers: { readonly secure: StepCost; readonly customer: StepCost };
}

type Step = readonly [operation: string, surface: keyof Stage['authorizers'], run: () => Promise<unknown>];

/** Steps one after another, each with everything it sets off. */
const countAll = async ({ platform, authorizers }: Stage, steps: readonly Step[]): Promise<Figures> => {
  let figures: Figures = {};
  for (const [operation, surface, run] of steps) {
    const { cost } = await measured(platform, run);
    figures = { ...figures, ...countsOf(operation, cost, authorizers[surface]) };
  }
  return figures;
};

const inTheApp = ({ app: { me, encrypted, prove } }: Stage, cardId: string): readonly Step[] => {
  const path = `/customers/me/cards/${cardId}`;
  const headers: Record<string, string> = {};
  const pin = { pinBlock: randomBytes(48).toString('base64') };
  return [
    [
      'createRevealSession',
      'customer',
      async () => {
        const body = { assertion: await prove(), fields: ['pan', 'cvv'] };
        const opened = await me.call({ method: 'POST', path: `${path}/reveal-sessions`, body }, reveal);
        headers['x-reveal-session'] = opened.revealSessionId;
      },
    ],
    [
      'getFullCardData (reveal session)',
      'customer',
      () => encrypted.call({ method: 'GET', path: `${path}/full-data`, headers }, anything),
    ],
    ['setPin', 'customer', () => encrypted.call({ method: 'POST', path: `${path}/pin`, body: pin }, anything)],
    ['resetCvv', 'customer', () => encrypted.call({ method: 'POST', path: `${path}/cvv` }, anything)],
    ['setControls', 'customer', () => me.call({ method: 'PUT', path: `${path}/controls`, body: controls }, anything)],
  ];
};

/** The issuer's own event of a status is another operation's work: it is held back until both are counted. */
const lockAndUnlock = async (stage: Stage, cardId: string): Promise<Figures> => {
  const body = { provider: 'issuer', rate: 1, kinds: ['reorder'] };
  await stage.tenant.call({ method: 'PUT', path: '/sandbox/faults', body }, anything);
  const { me } = stage.app;
  const path = `/customers/me/cards/${cardId}`;
  return countAll(stage, [
    [
      'lockCard',
      'customer',
      () => me.call({ method: 'POST', path: `${path}/lock`, body: { reasonCode: 3 } }, anything),
    ],
    ['unlockCard', 'customer', () => me.call({ method: 'POST', path: `${path}/unlock` }, anything)],
  ]);
};

/** @returns the workflow's transitions too: the longest normal path, from the order to the linked card */
const plastic = async (stage: Stage): Promise<Figures> => {
  const { platform, tenant, app, owner } = stage;
  const deliveryAddress = {
    ...{ line1: '4 Brigade Road', city: 'Bengaluru', state: 'Karnataka', postalCode: '560001', country: 'IN' },
  };
  const body = { balanceId: owner.balanceId, deliveryAddress };
  const before = new Set(platform.executions().map(({ name }) => name));
  const ordered = await measured(platform, () =>
    app.encrypted.call({ method: 'POST', path: '/customers/me/cards/orders', body }, card),
  );
  const { cardId } = ordered.result;
  const path = `/sandbox/cards/${cardId}/personalization`;
  await tenant.call({ method: 'POST', path, body: { outcome: 'produced' } }, anything);
  await platform.idle();
  const { status } = await tenant.call({ method: 'GET', path: `/secure/cards/${cardId}` }, shown);
  if (status !== 'inactive') throw new Error(`the personalised card is ${status}`);
  const [execution, another] = platform.executions().filter(({ name }) => !before.has(name));
  if (execution === undefined || another !== undefined) throw new Error('the order has not one execution');
  const activate: Step = [
    'activateCard',
    'customer',
    () => app.me.call({ method: 'POST', path: `/customers/me/cards/${cardId}/activate` }, anything),
  ];
  return {
    ...countsOf('orderPhysicalCard', ordered.cost, stage.authorizers.customer),
    'physical-card-order: transitions': execution.transitions,
    ...(await countAll(stage, [activate])),
  };
};

/** Dates the renewal of every session back, so that the next use renews it. */
const ageSessions = async (platform: LocalPlatform): Promise<void> => {
  const { tableAt } = platform;
  const table = dynamoTable(countedClient(tableAt.endpoint).client, tableAt.table, systemClock);
  const renewedAt = toTimestamp(systemClock.now().subtract({ minutes: 2 }));
  const sessions = (await platform.items()).filter(({ renewedAt: found }) => typeof found === 'string');
  if (sessions.length === 0) throw new Error('there is no session');
  for (const item of sessions) await table.write({ kind: 'put', item: { ...item, renewedAt } });
};

const customerPath = '/customers/me/balances';

const setStage = async (platform: LocalPlatform): Promise<{ stage: Stage; figures: Figures }> => {
  const operator = apiClient(platform.baseUrl, { authorization: `Bearer ${platform.operatorToken}` });
  const { apiKey, tenantId } = await createDemoTenant(operator);
  const slides = { settings: { slidingSessions: true } };
  await operator.call({ method: 'PATCH', path: `/admin/tenants/${tenantId}`, body: slides }, anything);
  const tenant = apiClient(platform.baseUrl, { 'x-api-key': apiKey });
  const owner = await person(platform, tenant, '+919800000031');
  await platform.idle();
  const secure = await authorizerCost(platform, '/secure/customers', { 'x-api-key': apiKey });
  const { app, figures } = await signIn(platform, tenant, { customerId: owner.customerId, authorizer: secure });
  const { authorization } = app;
  const customer = await authorizerCost(platform, customerPath, { authorization });
  await ageSessions(platform);
  const renewing = await authorizerCost(platform, customerPath, { authorization });
  return {
    stage: { platform, tenant, app, owner, authorizers: { secure, customer } },
    figures: {
      ...figures,
      ...countsOf('authorizeCustomer', customer),
      ...countsOf('authorizeCustomer (renewing)', renewing),
    },
  };
};

const measure = async (): Promise<Figures> => {
  const platform = await startPlatform();
  try {
    const { stage, figures } = await setStage(platform);
    const { tenant, owner } = stage;
    const order = { method: 'POST', path: `/secure/customers/${owner.customerId}/cards` } as const;
    const encrypted = await encryptedCalls(tenant);
    const { cardId } = await encrypted.call({ ...order, body: { balanceId: owner.balanceId } }, card);
    await platform.idle();
    const path = `/secure/customers/${owner.customerId}/controls`;
    const ofCustomer: Step = [
      'setCustomerControls',
      'secure',
      () => tenant.call({ method: 'PUT', path, body: plainControls }, anything),
    ];
    return {
      ...figures,
      ...(await countAll(stage, [...inTheApp(stage, cardId), ofCustomer])),
      ...(await plastic(stage)),
      ...(await lockAndUnlock(stage, cardId)),
    };
  } finally {
    await platform.stop();
  }
};

/** What a customer does with its app and its cards, over HTTP, on the real chains, the embedded table and the twin. */
export const cardChannels: Benchmark = {
  name: 'card-channels',
  title: 'B1, B10: an operation of the app with everything it sets off, its authorizer apart',
  run: async () => ({ figures: await measure(), lines: [] }),
};
