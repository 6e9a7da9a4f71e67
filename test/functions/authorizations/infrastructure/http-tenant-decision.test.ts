import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuthorizationRequest } from '../../../../functions/authorizations/domain/network-message.ts';
import { httpTenantDecision } from '../../../../functions/authorizations/infrastructure/http-tenant-decision.ts';
import type { TenantQuestion } from '../../../../functions/authorizations/ports/tenant-decision.ts';
import type { OperationContext } from '../../../../functions/kernel/operation/context.ts';
import { jweSecretVault } from '../../../../functions/kernel/outbound/jwe-secret-vault.ts';
import { publicAddresses } from '../../../../functions/kernel/outbound/public-addresses.ts';
import type { KeyRing } from '../../../../functions/kernel/platform/platform.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { systemClock } from '../../../../functions/kernel/time/clock.ts';
import { dynamoProgramDirectory } from '../../../../functions/tenants/infrastructure/dynamo-program-directory.ts';
import { localMeter } from '../../../../local/meter.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import type { WebhookReceiver } from '../../../support/webhook-receiver.ts';
import { startReceiver } from '../../../support/webhook-receiver.ts';
import { givenDecisionWebhook } from '../given-decision-webhook.ts';

let platform: TestPlatform;
let receiver: WebhookReceiver;
let tenant: TenantContext;
let secret: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  receiver = await startReceiver();
  ({ tenant } = await givenProgram(platform));
  secret = await givenDecisionWebhook(platform, tenant, { url: receiver.url, default: 'decline' });
});
afterAll(async () => {
  await receiver.stop();
  await platform.stop();
});
beforeEach(() => {
  receiver.answer({ status: 200, body: '{"decision":"approve"}' });
});

const request = (): AuthorizationRequest => ({
  kind: 'authorization',
  message: { id: 'm-1', transmittedAt: systemClock.now() },
  original: undefined,
  cardExternalId: 'pi_4111',
  amount: { minor: 12_345n, currency: 'INR' },
  merchant: { name: 'Corner Shop', mcc: '5411', country: 'IN' },
  channel: 'ecom',
  partialCapable: true,
  verification: { cvv: 'match', pin: 'unchecked', expiry: 'match' },
  occurredAt: systemClock.now(),
});

const place = { balanceId: 'bal_1', cardId: 'crd_1' };

const contextOf = (): OperationContext => ({
  tenant,
  caller: { kind: 'system', operation: 'decideAuthorization' },
  surface: 'system',
  requestId: 'req-1',
  clock: systemClock,
  log: platform.log,
  idempotency: undefined,
});

const storedWebhook = async (): Promise<TenantQuestion['webhook']> => {
  const { decisionWebhook } = await dynamoProgramDirectory(platform.table).find(tenant);
  if (decisionWebhook === null) throw new Error('no webhook');
  return decisionWebhook;
};

interface World {
  readonly loopbackAllowed?: boolean;
  readonly messageKeys?: KeyRing;
  readonly resolve?: (hostname: string) => Promise<readonly string[]>;
}

/** Asks the way a decision does; tells the word, and how often silence was counted. */
const ask = async (
  change: Partial<Omit<TenantQuestion, 'webhook'>> & { readonly webhook?: Partial<TenantQuestion['webhook']> } = {},
  { loopbackAllowed = true, messageKeys = platform.messageKeys, resolve }: World = {},
) => {
  const meter = localMeter();
  const decision = httpTenantDecision({
    vault: jweSecretVault(messageKeys),
    guard: publicAddresses(loopbackAllowed),
    clock: systemClock,
    meter,
    ...(resolve === undefined ? {} : { resolve }),
  });
  const { webhook, ...rest } = change;
  const word = await decision.ask(contextOf(), {
    request: request(),
    place,
    authorizationId: 'aut_1',
    withinMs: 700.5,
    ...rest,
    webhook: { ...(await storedWebhook()), ...webhook },
  });
  return { word, silences: meter.counters.get('tenant_decision_silent') ?? 0 };
};

const silentDecline = { word: 'silent_decline', silences: 1 };

describe('httpTenantDecision', () => {
  it.each(['approve', 'decline'] as const)('takes the tenant’s word: %s', async (decision) => {
    receiver.answer({ status: 201, body: JSON.stringify({ decision, note: 'a reason of its own' }) });
    expect(await ask()).toEqual({ word: decision, silences: 0 });
  });

  it('asks signed, so that the published verifier accepts it, and without card data', async () => {
    await ask();
    const { headers, body } = receiver.received.at(-1) ?? { headers: {}, body: '' };
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(new Webhook(secret).verify(body, headers)).toEqual({
      type: 'authorization_request',
      data: {
        authorizationId: 'aut_1',
        cardId: 'crd_1',
        balanceId: 'bal_1',
        kind: 'authorization',
        amount: { amount: 12_345, currency: 'INR' },
        merchant: { name: 'Corner Shop', mcc: '5411', country: 'IN' },
        channel: 'ecom',
        partialCapable: true,
      },
    });
    expect(JSON.stringify(headers) + body).not.toContain('pi_4111');
  });

  it('I3 names a repeat of a message alike, and another message differently', async () => {
    const first = request();
    await ask({ request: first, authorizationId: 'aut_1' });
    await ask({ request: first, authorizationId: 'aut_2' });
    await ask({ request: { ...first, message: { ...first.message, id: 'm-2' } } });
    const ids = receiver.received.slice(-3).map(({ headers }) => headers['webhook-id']);
    expect(ids[0]).toMatch(/^dcq_[A-Za-z0-9_-]{43}$/);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it.each([
    ['an error', { status: 500, body: '{"decision":"approve"}' }],
    ['a client error', { status: 404, body: '{"decision":"approve"}' }],
    ['no content', { status: 204 }],
    ['something that is not JSON', { status: 200, body: 'approve' }],
    ['JSON that says something else', { status: 200, body: '{"decision":"perhaps"}' }],
    ['JSON of another shape', { status: 200, body: '["approve"]' }],
    ['more than 4 KB', { status: 200, body: JSON.stringify({ decision: 'approve', pad: 'x'.repeat(4_096) }) }],
    ['nothing at all', { status: 'never' }],
    ['too late', { status: 200, body: '{"decision":"approve"}', delayMs: 900 }],
  ] as const)('goes by the default on %s', async (_name, answer) => {
    receiver.answer(answer);
    expect(await ask()).toEqual(silentDecline);
    expect(await ask({ webhook: { default: 'approve' } })).toEqual({ word: 'silent_approve', silences: 1 });
  });

  it('takes an answer of exactly 4 KB', async () => {
    const short = JSON.stringify({ decision: 'approve', pad: '' });
    const body = JSON.stringify({ decision: 'approve', pad: 'x'.repeat(4_096 - short.length) });
    receiver.answer({ status: 200, body });
    expect((await ask()).word).toBe('approve');
  });

  it('does not follow a redirect', async () => {
    receiver.answer({ status: 307, headers: { location: receiver.url } });
    const before = receiver.received.length;
    expect(await ask()).toEqual(silentDecline);
    expect(receiver.received).toHaveLength(before + 1);
  });

  it('keeps to what is left of the network’s patience, and to 1.5 s when there is more', async () => {
    receiver.answer({ status: 'never' });
    const took = async (withinMs: number) => {
      const startedAt = performance.now();
      expect(await ask({ withinMs })).toEqual(silentDecline);
      return performance.now() - startedAt;
    };
    // Only the bound that applies is judged, not the machine: 120 ms end before the usual 1.5 s would.
    expect(await took(120)).toBeLessThan(1_400);
    const longest = await took(60_000);
    expect(longest).toBeGreaterThan(1_300);
    expect(longest).toBeLessThan(30_000);
  });

  it.each([0, -5])('asks nobody when %d ms are left', async (withinMs) => {
    const before = receiver.received.length;
    expect(await ask({ withinMs })).toEqual(silentDecline);
    expect(receiver.received).toHaveLength(before);
  });

  it('is not held by a body that never ends', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => {
        clearInterval(drip);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const startedAt = performance.now();
    expect(await ask({ webhook: { url: `http://127.0.0.1:${port}/` }, withinMs: 200 })).toEqual(silentDecline);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  it('calls no private address, whatever a name resolves to, and nothing but https outside the local platform', async () => {
    const before = receiver.received.length;
    const { port } = receiver;
    const named = { url: `https://decide.example.test:${port}/` };
    const inside = async () => ['10.0.0.1'];
    const rebound = async () => ['93.184.215.14', '127.0.0.1'];
    expect(await ask({ webhook: named }, { resolve: inside })).toEqual(silentDecline);
    expect(await ask({ webhook: named }, { resolve: rebound, loopbackAllowed: false })).toEqual(silentDecline);
    expect(await ask({}, { loopbackAllowed: false })).toEqual(silentDecline);
    expect(receiver.received).toHaveLength(before);
  });

  it('goes by the default when the secret does not open: the key service away, or slow, or another tenant’s secret', async () => {
    const before = receiver.received.length;
    const away = { ...platform.messageKeys, unwrap: () => Promise.reject(new Error('away')) };
    const slow: KeyRing = { ...platform.messageKeys, unwrap: () => new Promise(() => undefined) };
    expect(await ask({}, { messageKeys: away })).toEqual(silentDecline);
    expect(await ask({ withinMs: 100 }, { messageKeys: slow })).toEqual(silentDecline);
    const foreign = await jweSecretVault(platform.messageKeys).seal('ten_other', secret);
    expect(await ask({ webhook: { secrets: [{ sealed: foreign }] } })).toEqual(silentDecline);
    expect(receiver.received).toHaveLength(before);
  });

  it('opens a secret once for many questions', async () => {
    let unwraps = 0;
    const counted: KeyRing = {
      ...platform.messageKeys,
      unwrap: (wrapped) => {
        unwraps += 1;
        return platform.messageKeys.unwrap(wrapped);
      },
    };
    const decision = httpTenantDecision({
      vault: jweSecretVault(counted),
      guard: publicAddresses(true),
      clock: systemClock,
      meter: localMeter(),
    });
    const webhook = await storedWebhook();
    const question = { webhook, request: request(), place, authorizationId: 'aut_1', withinMs: 700 };
    for (const _ of [1, 2, 3]) expect(await decision.ask(contextOf(), question)).toBe('approve');
    expect(unwraps).toBe(1);
  });

  it('signs with the secret before too after a rotation, until it expires', async () => {
    const [current] = (await storedWebhook()).secrets;
    if (current === undefined) throw new Error('no secret');
    const next = await jweSecretVault(platform.messageKeys).seal(tenant.tenantId, `whsec_${'QUJD'.repeat(8)}`);
    const overlap = async (expiresAt: ReturnType<typeof systemClock.now>) => {
      await ask({ webhook: { secrets: [{ sealed: next }, { ...current, expiresAt }] } });
      return receiver.received.at(-1) ?? { headers: {}, body: '' };
    };
    const live = await overlap(systemClock.now().add({ hours: 1 }));
    expect(new Webhook(secret).verify(live.body, live.headers)).toBeTruthy();
    const over = await overlap(systemClock.now().subtract({ seconds: 1 }));
    expect(() => new Webhook(secret).verify(over.body, over.headers)).toThrow();
    expect(new Webhook(`whsec_${'QUJD'.repeat(8)}`).verify(over.body, over.headers)).toBeTruthy();
  });

  it('logs why a tenant was silent, and neither its address nor its secret', async () => {
    receiver.answer({ status: 500 });
    await ask();
    const lines = platform.logLines().join('\n');
    expect(lines).toContain('"tenant_decision_silent"');
    expect(lines).not.toContain(receiver.url);
    expect(lines).not.toContain(secret);
  });
});
