import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../../../functions/authorizations/decide-authorization/handler.ts';
import { sign } from '../../../../functions/kernel/crypto/hmac.ts';
import { signedBytes } from '../../../../functions/kernel/operation/signed-message.ts';
import { tenantWithProgram } from '../../../support/stored-customer.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { callUrl } from '../../../support/trigger.ts';
import type { CardWorld, RequestChange } from '../card-bench.ts';
import { cardWorld, issuer, moneyOf } from '../card-bench.ts';

let platform: TestPlatform;
let network: ReturnType<typeof issuer>;
let world: CardWorld;

beforeAll(async () => {
  platform = await startTestPlatform({ LOOPBACK_WEBHOOKS: 'allowed' });
  network = issuer(platform);
  world = await cardWorld(platform, await tenantWithProgram(platform));
});
afterAll(() => platform.stop());

interface Sent {
  readonly secret?: string;
  readonly method?: string;
  readonly ageSeconds?: number;
  readonly without?: string;
}

/** Sends a body to the deployed chain. */
const send = async (body: string, { secret, method = 'POST', ageSeconds = 0, without }: Sent = {}) => {
  const [ours] = await platform.secrets.values('issuer-webhook-signing');
  const eventId = randomUUID();
  const timestamp = String(Math.floor(platform.clock.now().epochMilliseconds / 1000) - ageSeconds);
  const headers: Record<string, string> = {
    'x-signature': `v1=${sign(secret ?? ours, signedBytes(timestamp, eventId, Buffer.from(body)))}`,
    'x-timestamp': timestamp,
    'x-event-id': eventId,
  };
  const sent = Object.fromEntries(Object.entries(headers).filter(([header]) => header !== without));
  const answer = await callUrl(wire(platform), { method, path: '/authorizations', headers: sent, body });
  return { status: answer.status, body: JSON.parse(answer.body) as Record<string, unknown> };
};

const messageOf = (change: RequestChange = {}) => network.messageFor(world, 10_00, change);

describe('decideAuthorization refuses', () => {
  it.each([
    ['a signature made with another secret', { secret: 'another' }],
    ['a message without signature', { without: 'x-signature' }],
    ['a message without time', { without: 'x-timestamp' }],
    ['a message without event id', { without: 'x-event-id' }],
    ['a message that is 301 seconds old', { ageSeconds: 301 }],
    ['a message that is 301 seconds early', { ageSeconds: -301 }],
  ])('%s with 401, and reserves nothing', async (_, sent) => {
    const answer = await send(JSON.stringify(messageOf()), sent);
    expect([answer.status, answer.body['code']]).toEqual([401, 'unauthenticated']);
    expect(await moneyOf(platform, world)).toEqual({ available: 100_00n, held: 0n });
  });

  it.each(['{"type":', '', '[]{}', '{"type":"authorization","type":"financial"}'])(
    'a body that is no JSON, or names a member twice: %s',
    async (body) => {
      const answer = await send(body);
      expect([answer.status, answer.body['code']]).toEqual([400, 'malformed_json']);
    },
  );

  it('another method with 404', async () => {
    expect((await send('', { method: 'GET' })).status).toBe(404);
  });

  it('a body above 256 KB with 413', async () => {
    const answer = await send(JSON.stringify(messageOf({ padding: 'x'.repeat(256 * 1024) })));
    expect([answer.status, answer.body['code']]).toEqual([413, 'payload_too_large']);
  });

  it.each(['type', 'message', 'card', 'amount', 'merchant', 'channel', 'occurredAt'])(
    'a message without %s, and names it',
    async (member) => {
      const answer = await send(JSON.stringify(messageOf({ [member]: undefined })));
      expect([answer.status, answer.body['code']]).toEqual([400, 'validation_failed']);
      expect(JSON.stringify(answer.body['invalidFields'])).toContain(`"path":"${member}`);
    },
  );

  it.each([
    ['an unknown type', { type: 'settlement' }],
    ['an id of 65 characters', { message: { id: 'x'.repeat(65), transmittedAt: '2026-11-22T00:00:00Z' } }],
    ['an id with a blank', { message: { id: 'a b', transmittedAt: '2026-11-22T00:00:00Z' } }],
    ['a time without zone', { message: { id: 'a', transmittedAt: '2026-11-22T00:00:00' } }],
    ['an amount of zero', { amount: { amount: 0, currency: 'INR' } }],
    ['an amount below zero', { amount: { amount: -1, currency: 'INR' } }],
    ['an amount with a fraction', { amount: { amount: 1.5, currency: 'INR' } }],
    ['an amount beyond what is exact', { amount: { amount: 2 ** 53, currency: 'INR' } }],
    ['a currency that nobody knows', { amount: { amount: 1, currency: 'ZZZ' } }],
    ['a category of three digits', { merchant: { name: 'A', mcc: '581', country: 'IN' } }],
    ['a country of three letters', { merchant: { name: 'A', mcc: '5814', country: 'IND' } }],
    ['a channel that nobody knows', { channel: 'fax' }],
    ['an increment of nothing', { type: 'increment' }],
    ['an authorization that raises another', { original: { id: 'a', transmittedAt: '2026-11-22T00:00:00Z' } }],
    ['an inquiry with an amount', { type: 'balance_inquiry' }],
    ['a finding that nobody knows', { verification: { pin: 'wrong' } }],
  ])('%s', async (_, change) => {
    const answer = await send(JSON.stringify(messageOf(change)));
    expect([answer.status, answer.body['code']]).toEqual([400, 'validation_failed']);
  });

  it('members that it does not know are left alone', async () => {
    const answer = await send(JSON.stringify(messageOf({ acquirer: '1234' })));
    expect(answer).toMatchObject({ status: 200, body: { decision: 'approved' } });
  });
});
