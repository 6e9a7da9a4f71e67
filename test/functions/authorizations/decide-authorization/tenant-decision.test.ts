import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { httpTenantDecision } from '../../../../functions/authorizations/infrastructure/http-tenant-decision.ts';
import { jweSecretVault } from '../../../../functions/kernel/outbound/jwe-secret-vault.ts';
import { publicAddresses } from '../../../../functions/kernel/outbound/public-addresses.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import type { WebhookReceiver } from '../../../support/webhook-receiver.ts';
import { startReceiver } from '../../../support/webhook-receiver.ts';
import { cardWorld, issuer, moneyOf } from '../card-bench.ts';
import { givenDecisionWebhook } from '../given-decision-webhook.ts';

let platform: TestPlatform;
let receiver: WebhookReceiver;

beforeAll(async () => {
  platform = await startTestPlatform();
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver.stop();
  await platform.stop();
});
beforeEach(() => {
  receiver.answer({ status: 200, body: '{"decision":"approve"}' });
});

/** A card of a tenant that decides itself, and the network that asks. */
const givenWorld = async (byDefault: 'approve' | 'decline') => {
  const { tenant } = await givenProgram(platform);
  await givenDecisionWebhook(platform, tenant, { url: receiver.url, default: byDefault });
  const world = await cardWorld(platform, tenant);
  const tenantDecision = httpTenantDecision({
    ...platform,
    vault: jweSecretVault(platform.messageKeys),
    guard: publicAddresses(true),
  });
  return { world, network: issuer(platform, { tenantDecision }) };
};

describe('decideAuthorization with a decision webhook', () => {
  it.each([
    ['approve', '00', 40_00n],
    ['decline', '05', 0n],
  ] as const)('goes by the tenant’s word: %s', async (decision, responseCode, held) => {
    const { world, network } = await givenWorld(decision === 'approve' ? 'decline' : 'approve');
    receiver.answer({ status: 200, body: JSON.stringify({ decision }) });
    expect((await network.request(world, 40_00)).responseCode).toBe(responseCode);
    expect((await moneyOf(platform, world)).held).toBe(held);
  });

  it.each([
    ['approve', '00'],
    ['decline', '05'],
  ] as const)('goes by the default when the tenant fails: %s', async (byDefault, responseCode) => {
    const { world, network } = await givenWorld(byDefault);
    receiver.answer({ status: 500 });
    expect((await network.request(world, 40_00)).responseCode).toBe(responseCode);
  });

  it('does not ask about what is declined anyway, and names what it asks about', async () => {
    const { world, network } = await givenWorld('approve');
    const before = receiver.received.length;
    expect((await network.request(world, 100_01)).responseCode).toBe('51');
    expect(receiver.received).toHaveLength(before);
    const { authorizationId } = await network.request(world, 100_00);
    const [asked, ...more] = receiver.received.slice(before);
    expect(JSON.parse(asked?.body ?? '{}')).toMatchObject({
      data: { authorizationId, cardId: world.cardId, amount: { amount: 100_00, currency: 'INR' } },
    });
    expect(more).toEqual([]);
  });

  it('I3 answers a repeat with the first decision, whatever the tenant says now, and asks under one id if at all', async () => {
    const { world, network } = await givenWorld('decline');
    const before = receiver.received.length;
    const { sent, decisionId } = await network.request(world, 10_00);
    receiver.answer({ status: 200, body: '{"decision":"decline"}' });
    const repeat = await network.post(JSON.stringify(sent));
    expect(repeat.body).toMatchObject({ decisionId, responseCode: '00' });
    expect((await moneyOf(platform, world)).held).toBe(10_00n);
    const ids = receiver.received.slice(before).map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(1);
  });
});
